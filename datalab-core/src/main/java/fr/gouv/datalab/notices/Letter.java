package fr.gouv.datalab.notices;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What a message says: that something happened, and where to read of it. No title, reason, name or
 * figure is in it, since mail is read on its way.
 *
 * @param subject one line
 * @param body in French, then in English
 */
record Letter(String subject, String body) {
  private static final ResourceBundle FRENCH =
      ResourceBundle.getBundle("fr.gouv.datalab.notices.letters", Locale.FRENCH);
  private static final ResourceBundle ENGLISH =
      ResourceBundle.getBundle("fr.gouv.datalab.notices.letters", Locale.ENGLISH);

  /** The message of a notice. */
  static Letter of(Notice notice, URI desk) {
    String key = notice.kind().key();
    String link =
        desk.toString().replaceFirst("/+$", "")
            + (notice.kind().isOfRelease() ? "/publications/" : "/donnees/")
            + URLEncoder.encode(notice.object(), StandardCharsets.UTF_8);
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
