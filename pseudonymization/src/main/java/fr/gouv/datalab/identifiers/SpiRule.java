package fr.gouv.datalab.identifiers;

/**
 * SPI, the tax number of a person: thirteen digits, the first from 0 to 3, the last three the key.
 *
 * <p>Key = first ten digits mod 511 (OECD, Tax Identification Numbers, sheet of France; the rule as
 * applied by open-source validators). A changed digit always changes the key, for 511 = 7 x 73 has
 * no factor in common with ten.
 */
final class SpiRule implements Rule {
  private static final int LENGTH = 13;

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int length = Compact.copy(utf8, from, to, out);
    if (length < 0 || !Compact.digits(out, 0, length)) {
      return Refusal.SPI_CHARACTER.code();
    }
    if (length != LENGTH) {
      return Refusal.SPI_LENGTH.code();
    }
    if (out[0] > '3') {
      return Refusal.SPI_FIRST.code();
    }
    return Compact.number(out, 0, 10) % 511 == Compact.number(out, 10, LENGTH)
        ? LENGTH
        : Refusal.SPI_KEY.code();
  }
}
