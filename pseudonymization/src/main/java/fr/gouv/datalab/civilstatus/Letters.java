package fr.gouv.datalab.civilstatus;

import fr.gouv.datalab.identifiers.NameLetters;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * Folds text to capitals {@code A-Z}, digits and single spaces as {@link NameLetters} does, by a
 * table for what the Latin alphabet has; other characters of a name keep their UTF-8 bytes, other
 * signs separate words.
 */
final class Letters {
  private static final int TABLE = 0x250;
  private static final byte[][] FOLDED = new byte[TABLE][];
  private static final byte[] SEPARATOR = {};

  static {
    StringBuilder folded = new StringBuilder();
    for (int c = 0; c < TABLE; c++) {
      folded.setLength(0);
      if (c >= '0' && c <= '9') {
        FOLDED[c] = new byte[] {(byte) c};
      } else if (NameLetters.append(String.valueOf((char) c), folded) && folded.length() > 0) {
        FOLDED[c] = folded.toString().getBytes(StandardCharsets.UTF_8);
      } else {
        FOLDED[c] = SEPARATOR;
      }
    }
  }

  private Letters() {}

  /**
   * Writes the folded text at the head of {@code out}.
   *
   * @return its length; text that does not fit is cut
   */
  static int fold(String text, byte[] out) {
    String read = text;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= TABLE) {
        read = Normalizer.normalize(text, Normalizer.Form.NFKD);
        break;
      }
    }
    int length = 0;
    boolean gap = false;
    int last = out.length - 4;
    for (int i = 0; i < read.length() && length < last; i++) {
      char c = read.charAt(i);
      if (c >= TABLE && Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      byte[] folded = c < TABLE ? FOLDED[c] : other(c);
      if (folded.length == 0) {
        gap = length > 0;
        continue;
      }
      if (gap) {
        out[length++] = ' ';
        gap = false;
      }
      for (byte b : folded) {
        out[length++] = b;
      }
    }
    return length;
  }

  private static byte[] other(char c) {
    return Character.isLetter(c)
        ? String.valueOf(Character.toUpperCase(c)).getBytes(StandardCharsets.UTF_8)
        : SEPARATOR;
  }

  /** Takes the spaces out, in place; gives the new length. */
  static int joined(byte[] text, int length) {
    int to = 0;
    for (int i = 0; i < length; i++) {
      if (text[i] != ' ') {
        text[to++] = text[i];
      }
    }
    return to;
  }
}
