package fr.gouv.datalab.logs;

import java.util.regex.Pattern;

/**
 * Takes out of a message of a library what could be a value of a row: what stands between quotes,
 * brackets or equals signs and a separator, long runs of digits, plates, words in capitals. What is
 * left says what happened, not to whom. The patterns of {@code log4j2.properties} are the same.
 */
public final class Redaction {
  private static final Pattern QUOTED =
      Pattern.compile("'[^'\\n]*'|\"[^\"\\n]*\"|`[^`\\n]*`|\\[[^\\]\\n]*\\]|«[^»\\n]*»");
  private static final Pattern VALUES =
      Pattern.compile(
          "[\\w.+-]+@[\\w.-]+|\\b[A-Z]{2}[- ]?\\d{3}[- ]?[A-Z]{2}\\b|\\b\\d{1,4}[- ]?[A-Z]{2,3}[-"
              + " ]?\\d{2}\\b|\\b(?=\\w*\\d)[A-Za-z0-9]{11,}\\b|\\d(?:[ .]?\\d){4,}"
              + "|\\b\\p{Lu}{3,}(?:[- ]\\p{Lu}{2,})*\\b");

  private Redaction() {}

  /** The first line of a message, without what could be a value. */
  public static String of(String message) {
    if (message == null) {
      return "";
    }
    String line = message.lines().findFirst().orElse("");
    return VALUES.matcher(QUOTED.matcher(line).replaceAll("(…)")).replaceAll("(…)");
  }
}
