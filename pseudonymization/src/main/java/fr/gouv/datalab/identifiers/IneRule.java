package fr.gouv.datalab.identifiers;

/**
 * INE, the student number: eleven characters, in one of four forms.
 *
 * <p>RNIE (since 2018): nine digits and two letters. BEA: ten digits and a letter. Apprentices:
 * four digits, an A, five digits, a letter. Universities: ten digits or letters and a digit. The
 * ministries publish the forms, not the arithmetic of the keys, so the form alone is checked.
 */
final class IneRule implements Rule {
  private static final int LENGTH = 11;

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int length = Compact.copy(utf8, from, to, out);
    if (length < 0) {
      return Refusal.INE_FORM.code();
    }
    if (length != LENGTH) {
      return Refusal.INE_LENGTH.code();
    }
    return known(out) ? LENGTH : Refusal.INE_FORM.code();
  }

  private static boolean known(byte[] ine) {
    if (Compact.digits(ine, LENGTH - 1, LENGTH)) {
      return true;
    }
    return Compact.digits(ine, 0, 9)
        || Compact.digits(ine, 0, 4) && ine[4] == 'A' && Compact.digits(ine, 5, 10);
  }
}
