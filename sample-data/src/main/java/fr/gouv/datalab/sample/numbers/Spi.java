package fr.gouv.datalab.sample.numbers;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Shuffle;

/**
 * Composes tax numbers (SPI): ten digits of which the first is 0 to 3, and a key of three, the ten
 * modulo 511. One per person.
 */
public final class Spi {
  private static final long NUMBERS = 4_000_000_000L;
  private final Shuffle shuffle;

  /** Numbers of one world. */
  public Spi(Chance chance) {
    this.shuffle = new Shuffle(chance.of("spi"), NUMBERS);
  }

  /** The 13 digits of a person's tax number. */
  public String of(long person) {
    long number = shuffle.at(person);
    StringBuilder spi = new StringBuilder(13);
    Digits.append(spi, number, 10);
    Digits.append(spi, number % 511, 3);
    return spi.toString();
  }
}
