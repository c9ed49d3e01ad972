package fr.gouv.datalab.home;

import fr.gouv.datalab.notices.MailSettings;
import fr.gouv.datalab.yaml.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

/** The section {@code mail} of {@code datalab.yaml}: by which server people are told. */
final class MailSection {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

  private MailSection() {}

  /** Paths are relative to the home. */
  static MailSettings read(Section mail, Path home) {
    String host = mail.text("host");
    MailSettings.Tls tls = tls(mail, host);
    MailSettings settings =
        new MailSettings(
            host,
            mail.optionalText("port").isPresent() ? mail.integer("port") : port(tls),
            tls,
            mail.optionalText("user"),
            mail.optionalText("passwordFile").map(home::resolve),
            from(mail),
            desk(mail),
            mail.optionalText("caFile").map(home::resolve));
    mail.nothingElse();
    return settings;
  }

  private static MailSettings.Tls tls(Section mail, String host) {
    return switch (mail.optionalText("tls").orElse("starttls")) {
      case "starttls" -> MailSettings.Tls.STARTTLS;
      case "implicit" -> MailSettings.Tls.IMPLICIT;
      case "none" ->
          THIS_MACHINE.contains(host)
              ? MailSettings.Tls.NONE
              : mail.fail("tls", "may be none for a server of this machine alone");
      default -> mail.fail("tls", "must be starttls, implicit or none");
    };
  }

  private static int port(MailSettings.Tls tls) {
    return switch (tls) {
      case STARTTLS -> 587;
      case IMPLICIT -> 465;
      case NONE -> 25;
    };
  }

  private static String from(Section mail) {
    String from = mail.text("from");
    return from.matches("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,189}")
        ? from
        : mail.fail("from", "must be the address of one mailbox");
  }

  private static URI desk(Section mail) {
    try {
      URI desk = new URI(mail.text("desk"));
      return desk.getHost() != null && Set.of("https", "http").contains(desk.getScheme())
          ? desk
          : mail.fail("desk", "must be the desk's address, such as https://datalab.example");
    } catch (URISyntaxException e) {
      return mail.fail("desk", "must be the desk's address, such as https://datalab.example");
    }
  }
}
