package fr.gouv.datalab.notices;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What a message says: that something happened, and where to read of it; or a code. No title,
 * reason, name or figure is in it, since mail is read on its way.
 *
 * @param subject one line
 * @param body in French, then in English
 */
record Letter(String subject, String body) {
  private static final ResourceBundle FRENCH =
      ResourceBundle.getBundle("fr.gouv.datalab.notices.letters", Locale.FRENCH);
  private static final ResourceBundle ENGLISH =
      ResourceBundle.getBundle("fr.gouv.datalab.notices.letters", Locale.ENGLISH);

  /** The message that shows that a mailbox is a person's own: a code to be typed at the desk. */
  static Letter ofCode(String code) {
    return new Letter(
        FRENCH.getString("address"),
        FRENCH.getString("address.code")
            + " "
            + code
            + "\n\n"
            + FRENCH.getString("address.other")
            + "\n\n"
            + ENGLISH.getString("address.code")
            + " "
            + code
            + "\n"
            + ENGLISH.getString("address.other")
            + "\n");
  }

  /** The message of a notice. */
  static Letter of(Notice notice, URI desk) {
    String key = notice.kind().key();
    String path = notice.kind().room().path();
    String link =
        desk.toString().replaceFirst("/+$", "")
            + (path.isEmpty()
                ? "/"
                : path + URLEncoder.encode(notice.object(), StandardCharsets.UTF_8));
    return new Letter(
        FRENCH.getString(key),
        FRENCH.getString(key)
            + ".\n\n"
            + link
            + "\n\n"
            + FRENCH.getString("end")
            + "\n\n"
            + ENGLISH.getString(key)
            + ".\n"
            + ENGLISH.getString("end")
            + "\n");
  }
}
