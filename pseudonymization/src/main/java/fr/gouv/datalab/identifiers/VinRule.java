package fr.gouv.datalab.identifiers;

/**
 * VIN: seventeen characters, digits and capital letters without I, O and Q (ISO 3779).
 *
 * <p>The ninth is a check digit where the law says so: for the United States and Canada (first
 * character 1, 4, 5 or 2; 49 CFR 565.15). Elsewhere, in Europe above all, it is any character.
 */
final class VinRule implements Rule {
  private static final int LENGTH = 17;
  private static final int CHECK_AT = 8;
  private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

  /** What each letter from A to Z counts for; -1 for the three that do not exist. */
  private static final int[] VALUES = {
    1, 2, 3, 4, 5, 6, 7, 8, -1, 1, 2, 3, 4, 5, -1, 7, -1, 9, 2, 3, 4, 5, 6, 7, 8, 9
  };

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int length = Compact.copy(utf8, from, to, out);
    if (length < 0) {
      return Refusal.VIN_CHARACTER.code();
    }
    if (length != LENGTH) {
      return Refusal.VIN_LENGTH.code();
    }
    int sum = 0;
    for (int at = 0; at < LENGTH; at++) {
      int value = out[at] <= '9' ? out[at] - '0' : VALUES[out[at] - 'A'];
      if (value < 0) {
        return Refusal.VIN_CHARACTER.code();
      }
      sum += value * WEIGHTS[at];
    }
    if (!checked(out[0])) {
      return LENGTH;
    }
    int rest = sum % 11;
    return out[CHECK_AT] == (rest == 10 ? 'X' : '0' + rest) ? LENGTH : Refusal.VIN_KEY.code();
  }

  private static boolean checked(byte first) {
    return first == '1' || first == '2' || first == '4' || first == '5';
  }
}
