package fr.gouv.datalab.identifiers;

/**
 * SIRET: a SIREN and five digits, the whole by Luhn.
 *
 * <p>La Poste (SIREN 356000000) has too many establishments for it: there the digits sum to a
 * multiple of five, but for the head office, 356 000 000 00048, which follows Luhn (INSEE, Sirene).
 * The weaker sum cannot see a digit that changed by five.
 */
final class SiretRule implements Rule {
  private static final int LENGTH = 14;
  private static final long LA_POSTE = 356_000_000;
  private static final long LA_POSTE_HEAD_OFFICE = 48;

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int length = Compact.copy(utf8, from, to, out);
    if (length < 0 || !Compact.digits(out, 0, length)) {
      return Refusal.SIRET_CHARACTER.code();
    }
    if (length != LENGTH) {
      return Refusal.SIRET_LENGTH.code();
    }
    return checked(out) ? LENGTH : Refusal.SIRET_KEY.code();
  }

  private static boolean checked(byte[] siret) {
    long siren = Compact.number(siret, 0, SirenRule.LENGTH);
    if (siren == 0) {
      return false;
    }
    if (siren != LA_POSTE
        || Compact.number(siret, SirenRule.LENGTH, LENGTH) == LA_POSTE_HEAD_OFFICE) {
      return Luhn.holds(siret, SirenRule.LENGTH) && Luhn.holds(siret, LENGTH);
    }
    int sum = 0;
    for (int at = 0; at < LENGTH; at++) {
      sum += siret[at] - '0';
    }
    return sum % 5 == 0;
  }
}
