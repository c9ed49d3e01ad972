package fr.gouv.datalab.sample.numbers;

/** Writes numbers with leading zeros, and knows Luhn's key. */
final class Digits {
  private Digits() {}

  static void append(StringBuilder out, long number, int width) {
    long power = 1;
    for (int i = 1; i < width; i++) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      out.append((char) ('0' + number / power % 10));
    }
  }

  /** The digit that makes the whole pass Luhn's rule (ISO/IEC 7812-1, annex B) when appended. */
  static int luhnKey(CharSequence digits) {
    int sum = 0;
    boolean twice = true;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = digits.charAt(i) - '0';
      if (twice) {
        digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
      }
      sum += digit;
      twice = !twice;
    }
    return (10 - sum % 10) % 10;
  }
}
