package fr.gouv.datalab.sample.numbers;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Shuffle;

/**
 * Composes SIREN (eight digits and Luhn's key) and SIRET (SIREN, four digits of order, Luhn's key).
 * La Poste, 356000000, is the one company whose SIRET follow another rule: their digits sum to a
 * multiple of five.
 */
public final class Siren {
  /** La Poste. */
  public static final String LA_POSTE = "356000000";

  private static final long FIRST = 30_000_000L;
  private static final long LA_POSTE_BODY = 35_600_000L;
  private static final long NUMBERS = 69_999_999L;
  private final Shuffle shuffle;

  /** Numbers of one world. */
  public Siren(Chance chance) {
    this.shuffle = new Shuffle(chance.of("siren"), NUMBERS);
  }

  /** The SIREN of a company, 0 being La Poste. */
  public String of(long company) {
    if (company == 0) {
      return LA_POSTE;
    }
    long body = FIRST + shuffle.at(company);
    StringBuilder siren = new StringBuilder(9);
    Digits.append(siren, body >= LA_POSTE_BODY ? body + 1 : body, 8);
    return siren.append(Digits.luhnKey(siren)).toString();
  }

  /** The SIRET of a company's establishment, 1 to 9999. */
  public static String siret(String siren, int order) {
    StringBuilder siret = new StringBuilder(14).append(siren);
    Digits.append(siret, order, 4);
    if (!siren.equals(LA_POSTE)) {
      return siret.append(Digits.luhnKey(siret)).toString();
    }
    int sum = siret.chars().map(c -> c - '0').sum();
    return siret.append((5 - sum % 5) % 5).toString();
  }
}
