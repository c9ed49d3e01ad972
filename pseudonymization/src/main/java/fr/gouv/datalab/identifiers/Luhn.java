package fr.gouv.datalab.identifiers;

/** Luhn's formula (ISO/IEC 7812-1, annex B), which detects any single changed digit. */
final class Luhn {
  private Luhn() {}

  static boolean holds(byte[] digits, int length) {
    int sum = 0;
    for (int at = 0; at < length; at++) {
      int digit = digits[at] - '0';
      if (((length - at) & 1) == 0) {
        digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
      }
      sum += digit;
    }
    return sum % 10 == 0;
  }
}
