package fr.gouv.datalab.sample.numbers;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Shuffle;

/**
 * Composes vehicle identification numbers (ISO 3779): the maker's three characters, six that
 * describe the vehicle, eight that indicate it of which the last six are digits here. Letters I, O
 * and Q do not exist. Each vehicle has its own.
 */
public final class Vins {
  private static final String SYMBOLS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
  private static final long DESCRIPTIONS = 33L * 33 * 33 * 33;
  private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

  /** What each letter from A to Z counts for; I, O and Q do not occur. */
  private static final String LETTERS = "12345678012345070923456789";

  private final Shuffle shuffle;

  /** Numbers of one world. */
  public Vins(Chance chance) {
    this.shuffle = new Shuffle(chance.of("vin"), DESCRIPTIONS * 1_000_000);
  }

  /** The VIN of a vehicle of this maker (its three characters) and year. */
  public String of(long vehicle, String maker, int year) {
    long number = shuffle.at(vehicle);
    StringBuilder vin = new StringBuilder(17).append(maker);
    long description = number / 1_000_000;
    for (int i = 0; i < 4; i++) {
      vin.append(SYMBOLS.charAt((int) (description % 33)));
      description /= 33;
    }
    vin.append(SYMBOLS.charAt(year % 23)).append(SYMBOLS.charAt((int) (number % 29)));
    vin.append("ABCDEFGHJKLMNPRSTVWXY123456789".charAt(Math.floorMod(year - 1980, 30)))
        .append(SYMBOLS.charAt((int) (number % 23)));
    Digits.append(vin, number % 1_000_000, 6);
    if (maker.charAt(0) == '1'
        || maker.charAt(0) == '2'
        || maker.charAt(0) == '4'
        || maker.charAt(0) == '5') {
      vin.setCharAt(8, checkDigit(vin));
    }
    return vin.toString();
  }

  /**
   * The ninth character, which North American makers must compute (49 CFR 565.15); elsewhere it is
   * free.
   */
  private static char checkDigit(StringBuilder vin) {
    int sum = 0;
    for (int i = 0; i < vin.length(); i++) {
      int value = Character.digit(vin.charAt(i), 10);
      sum += WEIGHTS[i] * (value >= 0 ? value : LETTERS.charAt(vin.charAt(i) - 'A') - '0');
    }
    return sum % 11 == 10 ? 'X' : (char) ('0' + sum % 11);
  }
}
