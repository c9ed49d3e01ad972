package fr.gouv.datalab.identifiers;

/**
 * Takes the separators out of an identifier and puts its ASCII letters in capitals.
 *
 * <p>Separators are what people and spreadsheets put between groups: space, tab, dot, hyphen,
 * underscore, slash, no-break spaces (U+00A0, U+2007, U+2009, U+202F), and the hyphens and dashes
 * from U+2010 to U+2015.
 */
final class Compact {

  private Compact() {}

  /**
   * Copies what is not a separator.
   *
   * @return how many bytes were written (only digits and capital letters), or -1 when another
   *     character was met
   */
  static int copy(byte[] in, int from, int to, byte[] out) {
    int length = 0;
    for (int at = from; at < to; at++) {
      byte b = in[at];
      if (b >= '0' && b <= '9' || b >= 'A' && b <= 'Z') {
        out[length++] = b;
      } else if (b >= 'a' && b <= 'z') {
        out[length++] = (byte) (b - ('a' - 'A'));
      } else {
        int width = separator(in, at, to);
        if (width == 0) {
          return -1;
        }
        at += width - 1;
      }
    }
    return length;
  }

  /** How many bytes the separator at this place takes; 0 when there is none. */
  static int separator(byte[] in, int at, int to) {
    switch (in[at]) {
      case ' ', '\t', '.', '-', '_', '/' -> {
        return 1;
      }
      case (byte) 0xC2 -> {
        return at + 1 < to && in[at + 1] == (byte) 0xA0 ? 2 : 0;
      }
      case (byte) 0xE2 -> {
        if (at + 2 >= to || in[at + 1] != (byte) 0x80) {
          return 0;
        }
        int last = in[at + 2] & 0xFF;
        boolean space = last == 0x87 || last == 0x89 || last == 0xAF;
        return space || last >= 0x90 && last <= 0x95 ? 3 : 0;
      }
      default -> {
        return 0;
      }
    }
  }

  static boolean digits(byte[] text, int from, int to) {
    for (int at = from; at < to; at++) {
      if (text[at] < '0' || text[at] > '9') {
        return false;
      }
    }
    return true;
  }

  /** The number that ASCII digits write; at most 18 of them. */
  static long number(byte[] digits, int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + (digits[at] - '0');
    }
    return number;
  }
}
