package fr.gouv.datalab.notices;

import fr.gouv.datalab.refusals.UsageException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.regex.Pattern;

/**
 * An address that a message may be sent to: one mailbox, without a name, a comment or a second
 * line, so that nothing of it can become another header.
 */
record Address(String text) {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}");

  /**
   * Checks it.
   *
   * @throws UsageException when it is not one mailbox
   */
  Address {
    boolean sound = FORM.matcher(text).matches();
    if (sound) {
      try {
        new InternetAddress(text, true).validate();
      } catch (AddressException e) {
        sound = false;
      }
    }
    if (!sound) {
      throw new UsageException(
          "This is not the address of one mailbox: write it as nom.prenom@ministere.example.");
    }
  }
}
