package fr.gouv.datalab.sample.numbers;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Shuffle;

/**
 * Composes plates. Since 2009 {@code AA-001-AA}: letters without I, O and U, never {@code SS} on
 * either side nor {@code WW} on the left (order of 9 February 2009). Before, by department: {@code
 * 1234 AB 75}. Each vehicle has its own.
 */
public final class Plates {
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ";
  private static final int N = LETTERS.length();
  private static final int PAIRS = N * N;
  private static final int SS = LETTERS.indexOf('S') * (N + 1);
  private static final int WW = LETTERS.indexOf('W') * (N + 1);
  private static final long NATIONAL = (long) (PAIRS - 2) * 999 * (PAIRS - 1);
  private static final long OLD = 9_900L * N * N * N;
  private final Shuffle national;
  private final Shuffle old;

  /** Plates of one world. */
  public Plates(Chance chance) {
    this.national = new Shuffle(chance.of("siv"), NATIONAL);
    this.old = new Shuffle(chance.of("fni"), OLD);
  }

  /** The plate of the national system of a vehicle, numbered below 278 million. */
  public String national(long vehicle) {
    long number = national.at(vehicle);
    StringBuilder plate = new StringBuilder(9);
    pair(plate, left((int) (number / 999 / (PAIRS - 1)))).append('-');
    Digits.append(plate, number % 999 + 1, 3);
    int right = (int) (number / 999 % (PAIRS - 1));
    return pair(plate.append('-'), right >= SS ? right + 1 : right).toString();
  }

  /**
   * The plate of the former system of a vehicle, numbered below 120 million, with its department of
   * then.
   */
  public String old(long vehicle, String department) {
    long number = old.at(vehicle);
    int letters = (int) (number / 9_900);
    StringBuilder plate = new StringBuilder(11).append(number % 9_900 + 100).append(' ');
    plate.append(LETTERS.charAt(letters / PAIRS));
    return pair(plate, letters % PAIRS).append(' ').append(department).toString();
  }

  private static int left(int rank) {
    int pair = rank >= SS ? rank + 1 : rank;
    return pair >= WW ? pair + 1 : pair;
  }

  private static StringBuilder pair(StringBuilder out, int pair) {
    return out.append(LETTERS.charAt(pair / N)).append(LETTERS.charAt(pair % N));
  }
}
