package fr.gouv.datalab.identifiers;

import java.text.Normalizer;

/**
 * One spelling for a person's name: capitals, no accent, single spaces.
 *
 * <p>Hyphens, apostrophes (in all their Unicode forms), dots and spaces separate words; particles
 * stay where they are. Ligatures and letters that Unicode does not take apart are written as civil
 * registrars transliterate them (after ICAO Doc 9303, part 3, section 6): &oelig; OE, &aelig; AE,
 * &szlig; SS, &thorn; TH; the barred letters of the north and of Poland lose their bar. The capital
 * of an i is I in every locale, and the dotless and dotted Turkish i are both I.
 */
public final class NameLetters {
  private NameLetters() {}

  /**
   * Appends the words of a name.
   *
   * @return whether all characters are those of a name; when false, what was appended is useless
   */
  public static boolean append(String name, StringBuilder words) {
    String apart = Normalizer.normalize(name, Normalizer.Form.NFKD);
    int start = words.length();
    boolean gap = false;
    for (int at = 0; at < apart.length(); ) {
      int point = apart.codePointAt(at);
      at += Character.charCount(point);
      if (Character.getType(point) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (separates(point)) {
        gap = words.length() > start;
        continue;
      }
      if (!Character.isLetter(point)) {
        return false;
      }
      if (gap) {
        words.append(' ');
        gap = false;
      }
      appendLetter(point, words);
    }
    return true;
  }

  private static boolean separates(int point) {
    return switch (point) {
      case '-', '\'', '.', ',', '`', '\u00B4', '\u02B9', '\u02BB', '\u02BC', '\u02BD', '\u2032' ->
          true;
      default ->
          Character.isWhitespace(point)
              || Character.isSpaceChar(point)
              || Character.getType(point) == Character.DASH_PUNCTUATION
              || Character.getType(point) == Character.INITIAL_QUOTE_PUNCTUATION
              || Character.getType(point) == Character.FINAL_QUOTE_PUNCTUATION;
    };
  }

  private static void appendLetter(int point, StringBuilder words) {
    switch (point) {
      case '\u0152', '\u0153' -> words.append("OE");
      case '\u00C6', '\u00E6' -> words.append("AE");
      case '\u00DF', '\u1E9E' -> words.append("SS");
      case '\u00D8', '\u00F8' -> words.append('O');
      case '\u0110', '\u0111', '\u00D0', '\u00F0' -> words.append('D');
      case '\u0141', '\u0142' -> words.append('L');
      case '\u0126', '\u0127' -> words.append('H');
      case '\u00DE', '\u00FE' -> words.append("TH");
      case '\u0130', '\u0131' -> words.append('I');
      default -> words.appendCodePoint(Character.toUpperCase(point));
    }
  }
}
