package fr.gouv.datalab.notices;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.keys.SecretFile;
import fr.gouv.datalab.openid.TrustedCertificates;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Hands messages to the mail server, one connection for each. Nothing is said to a server that does
 * not prove who it is, unless it is on this machine.
 */
final class Postman {
  private static final String SECONDS = "10000";

  private final MailSettings settings;

  Postman(MailSettings settings) {
    this.settings = settings;
  }

  /** What became of a message. */
  enum Outcome {
    /** The server took it. */
    SENT,
    /** It certainly did not; it may later. */
    NOT_SENT,
    /** It never will. */
    REFUSED,
    /** Nobody knows: the connection was lost after the message was given. */
    UNSURE
  }

  Outcome send(Notice notice, Letter letter, Instant time) {
    return send(notice.event() + "|" + notice.person(), notice.address(), letter, time);
  }

  /**
   * Sends a letter.
   *
   * @param key one for each letter; what is sent again under the same key has the same identifier
   */
  Outcome send(String key, String address, Letter letter, Instant time) {
    Session session = Session.getInstance(properties());
    Outcome outcome = Outcome.NOT_SENT;
    try (Transport transport = session.getTransport(protocol())) {
      MimeMessage message = message(session, key, address, letter, time);
      connect(transport);
      outcome = handOver(transport, message);
    } catch (MessagingException e) {
      // Before the hand-over nothing was sent; after it, only the farewell failed.
      return outcome;
    }
    return outcome;
  }

  /** From here on, only an answer of the server says that nothing was sent. */
  private static Outcome handOver(Transport transport, MimeMessage message) {
    try {
      transport.sendMessage(message, message.getAllRecipients());
      return Outcome.SENT;
    } catch (SendFailedException e) {
      if (isCut(e)) {
        return Outcome.UNSURE;
      }
      return isForGood(e) ? Outcome.REFUSED : Outcome.NOT_SENT;
    } catch (MessagingException e) {
      return Outcome.UNSURE;
    }
  }

  /** The line was cut between the message's last dot and the answer to it. */
  private static boolean isCut(SendFailedException failure) {
    return failure instanceof SMTPSendFailedException send
        && send.getReturnCode() < 400
        && ".".equals(send.getCommand());
  }

  private static boolean isForGood(MessagingException failure) {
    for (Exception each = failure;
        each instanceof MessagingException one;
        each = one.getNextException()) {
      int code =
          one instanceof SMTPAddressFailedException address
              ? address.getReturnCode()
              : one instanceof SMTPSendFailedException send ? send.getReturnCode() : 0;
      if (code >= 500) {
        return true;
      }
    }
    return false;
  }

  private void connect(Transport transport) throws MessagingException {
    if (settings.user().isEmpty()) {
      transport.connect(settings.host(), settings.port(), null, null);
      return;
    }
    char[] password =
        settings
            .passwordFile()
            .map((Path file) -> SecretFile.read(file, "password of the mail server"))
            .orElseGet(() -> new char[0]);
    String text = new String(password);
    Arrays.fill(password, ' ');
    transport.connect(settings.host(), settings.port(), settings.user().get(), text);
  }

  private String protocol() {
    return settings.tls() == MailSettings.Tls.IMPLICIT ? "smtps" : "smtp";
  }

  private Properties properties() {
    String prefix = "mail." + protocol() + ".";
    Properties said = new Properties();
    said.setProperty(prefix + "connectiontimeout", SECONDS);
    said.setProperty(prefix + "timeout", SECONDS);
    said.setProperty(prefix + "writetimeout", SECONDS);
    said.setProperty(prefix + "auth", String.valueOf(settings.user().isPresent()));
    said.setProperty(prefix + "localhost", domain());
    said.setProperty(prefix + "ssl.checkserveridentity", "true");
    said.setProperty(prefix + "ssl.protocols", "TLSv1.2 TLSv1.3");
    boolean starts = settings.tls() == MailSettings.Tls.STARTTLS;
    said.setProperty(prefix + "starttls.enable", String.valueOf(starts));
    said.setProperty(prefix + "starttls.required", String.valueOf(starts));
    settings
        .caFile()
        .ifPresent(
            file -> said.put(prefix + "ssl.socketFactory", TrustedCertificates.sockets(file)));
    return said;
  }

  private String domain() {
    return settings.from().substring(settings.from().indexOf('@') + 1);
  }

  private MimeMessage message(
      Session session, String key, String address, Letter letter, Instant time)
      throws MessagingException {
    String id = Sha256.hex(key);
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id.substring(0, 32) + "@" + domain() + ">");
          }
        };
    message.setFrom(new InternetAddress(settings.from(), true));
    message.setRecipient(
        Message.RecipientType.TO, new InternetAddress(new Address(address).text(), true));
    message.setSubject(letter.subject(), "UTF-8");
    message.setText(letter.body(), "UTF-8");
    message.setSentDate(Date.from(time));
    // RFC 3834: no automatic answer is due.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.saveChanges();
    return message;
  }
}
