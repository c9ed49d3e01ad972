package fr.gouv.datalab.sample.numbers;

import fr.gouv.datalab.sample.people.Sex;

/**
 * Composes the NIR: sex, year, month, place of birth, order, key. The key is 97 minus the number
 * modulo 97, where {@code 2A} counts as 19 and {@code 2B} as 18 (decree 82-103 of 22 January 1982,
 * article 4).
 */
public final class Nir {
  /** Orders that one month and place can hold. */
  public static final int ORDERS = 999;

  private Nir() {}

  /**
   * The 15 characters of a NIR.
   *
   * @param month 1 to 12, or the special codes 20 to 42 and 50 to 99
   * @param place five characters: commune of birth or {@code 99xxx}; Corsican communes are written
   *     {@code 20xxx} before 1976
   * @param order 1 to 999
   */
  public static String of(Sex sex, int birthYear, int month, String place, int order) {
    String written =
        birthYear < 1976 && (place.startsWith("2A") || place.startsWith("2B"))
            ? "20" + place.substring(2)
            : place;
    StringBuilder nir = new StringBuilder(15);
    nir.append(sex.nirDigit());
    Digits.append(nir, birthYear % 100, 2);
    Digits.append(nir, month, 2);
    nir.append(written);
    Digits.append(nir, order, 3);
    Digits.append(nir, key(nir), 2);
    return nir.toString();
  }

  /** The key of the 13 first characters. */
  public static int key(CharSequence nir) {
    long number = 0;
    for (int i = 0; i < 13; i++) {
      char c = nir.charAt(i);
      number = number * 10 + (c == 'A' ? 9 : c == 'B' ? 8 : c - '0');
    }
    if (nir.charAt(6) == 'A' || nir.charAt(6) == 'B') {
      number -= 10_000_000L; // the department's 2 becomes 1: 2A counts as 19, 2B as 18
    }
    return (int) (97 - number % 97);
  }
}
