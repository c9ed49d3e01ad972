package fr.gouv.datalab.identifiers;

/** SIREN: nine digits by Luhn (commercial code, article R. 123-221; INSEE, Sirene). */
final class SirenRule implements Rule {
  static final int LENGTH = 9;

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int length = Compact.copy(utf8, from, to, out);
    if (length < 0 || !Compact.digits(out, 0, length)) {
      return Refusal.SIREN_CHARACTER.code();
    }
    if (length != LENGTH) {
      return Refusal.SIREN_LENGTH.code();
    }
    return Compact.number(out, 0, LENGTH) != 0 && Luhn.holds(out, LENGTH)
        ? LENGTH
        : Refusal.SIREN_KEY.code();
  }
}
