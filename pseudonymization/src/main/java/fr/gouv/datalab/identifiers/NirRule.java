package fr.gouv.datalab.identifiers;

/**
 * NIR: sex, year, month, department, commune, order, key.
 *
 * <p>Written with its key (15 characters) or without (13, as payroll declarations carry it); the
 * normalised form always has the key. Key = 97 - (number mod 97), with 2A read as 19 and 2B as 18
 * (decree 82-103 of 22 January 1982, INSEE's description of the number). Sex 1 and 2, provisional
 * 3, 4, 7 and 8. Months 20 to 42 and 50 to 99 stand for an unknown month or a special registration.
 */
final class NirRule implements Rule {
  private static final int LENGTH = 13;
  private static final int WITH_KEY = 15;

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int length = Compact.copy(utf8, from, to, out);
    if (length < 0) {
      return Refusal.NIR_CHARACTER.code();
    }
    if (length != LENGTH && length != WITH_KEY) {
      return Refusal.NIR_LENGTH.code();
    }
    int corsica = corsica(out);
    if (!Compact.digits(out, 0, 6)
        || corsica == 0 && !Compact.digits(out, 6, 7)
        || !Compact.digits(out, 7, length)) {
      return Refusal.NIR_CHARACTER.code();
    }
    int refusal = structure(out, corsica);
    if (refusal < 0) {
      return refusal;
    }
    long number =
        corsica == 0
            ? Compact.number(out, 0, LENGTH)
            : (Compact.number(out, 0, 5) * 100 + corsica) * 1_000_000
                + Compact.number(out, 7, LENGTH);
    int key = 97 - (int) (number % 97);
    if (length == WITH_KEY && Compact.number(out, LENGTH, WITH_KEY) != key) {
      return Refusal.NIR_KEY.code();
    }
    out[LENGTH] = (byte) ('0' + key / 10);
    out[LENGTH + 1] = (byte) ('0' + key % 10);
    return WITH_KEY;
  }

  /** What the key reads for a Corsican department, 0 for another department. */
  private static int corsica(byte[] nir) {
    if (nir[5] != '2') {
      return 0;
    }
    return nir[6] == 'A' ? 19 : nir[6] == 'B' ? 18 : 0;
  }

  private static int structure(byte[] nir, int corsica) {
    int sex = nir[0] - '0';
    if (sex == 0 || sex == 5 || sex == 6 || sex == 9) {
      return Refusal.NIR_SEX.code();
    }
    long month = Compact.number(nir, 3, 5);
    boolean known =
        month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50 && month <= 99;
    if (!known) {
      return Refusal.NIR_MONTH.code();
    }
    if (corsica == 0 && nir[5] == '0' && nir[6] == '0') {
      return Refusal.NIR_DEPARTMENT.code();
    }
    return Compact.number(nir, 10, LENGTH) == 0 ? Refusal.NIR_ORDER.code() : 0;
  }
}
