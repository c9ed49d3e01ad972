package fr.gouv.datalab.letters;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes French as sorting machines read it: capitals without accents, ligatures in two letters.
 */
final class Capitals {
  private Capitals() {}

  /**
   * For the last three lines: letters, digits and single spaces.
   *
   * @return empty when a letter of another alphabet would be lost
   */
  static Optional<String> bare(String text) {
    return plain(text, "");
  }

  /** For names: hyphens and apostrophes stay as well. */
  static Optional<String> name(String text) {
    return plain(text, "-'");
  }

  private static Optional<String> plain(String text, String kept) {
    String upper =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .toUpperCase(Locale.ROOT)
            .replace("\u0152", "OE")
            .replace("\u00C6", "AE")
            .replace("\u00D8", "O")
            .replace("\u0110", "D")
            .replace("\u0141", "L")
            .replace('\u2019', '\'')
            .replace('\u2018', '\'')
            .replace('\u2010', '-')
            .replace('\u2011', '-');
    StringBuilder plain = new StringBuilder(upper.length());
    boolean gap = false;
    for (int i = 0; i < upper.length(); ) {
      int c = upper.codePointAt(i);
      i += Character.charCount(c);
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || kept.indexOf(c) >= 0) {
        plain.append(gap && plain.length() > 0 ? " " : "").append((char) c);
        gap = false;
      } else if (Character.isLetterOrDigit(c)) {
        return Optional.empty();
      } else {
        gap = true;
      }
    }
    return Optional.of(plain.toString());
  }
}
