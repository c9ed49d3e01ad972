package fr.gouv.datalab.disclosure.cellkey;

import fr.gouv.datalab.disclosure.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * By how much a count is changed, for each count and each position of its cell key.
 *
 * <p>The noise of a count has mean zero, the variance asked for, never passes the maximum, and has
 * the greatest entropy that these allow; a zero stays zero; no result is negative or stands between
 * 1 and the smallest that may be shown. For the few smallest counts the variance asked for may be
 * out of reach (a count of 1 can only fall to 0 on that side): they get the nearest within 95 % of
 * what is possible.
 *
 * <p>Source: Giessing (PSD 2016), section 2; the table is the one that the R package {@code ptable}
 * designs.
 */
public final class PerturbationTable {

  private static final double OF_THE_POSSIBLE = 0.95;

  private final int maximum;
  private final int[][] noises;
  private final double[][] probabilities;
  private final double[][] cumulated;

  private PerturbationTable(int maximum, int[][] noises, double[][] probabilities) {
    this.maximum = maximum;
    this.noises = noises;
    this.probabilities = probabilities;
    this.cumulated = new double[noises.length][];
    for (int i = 0; i < noises.length; i++) {
      cumulated[i] = new double[noises[i].length];
      double sum = 0;
      for (int k = 0; k < noises[i].length; k++) {
        sum += probabilities[i][k];
        cumulated[i][k] = sum;
      }
    }
  }

  /**
   * Designs the table.
   *
   * @param maximum the most a count is changed, in units, at least 1
   * @param variance of the noise, above 0 and below {@code maximum^2}
   * @param smallest the smallest count above zero that may be shown; 1 excludes nothing
   * @throws BadInputException when no such noise exists
   */
  public static PerturbationTable of(int maximum, double variance, int smallest) {
    if (maximum < 1 || maximum > 1000) {
      throw new BadInputException("The maximum of cell-key noise is from 1 to 1000 units.");
    }
    if (!(variance > 0) || variance >= OF_THE_POSSIBLE * maximum * maximum) {
      throw new BadInputException(
          "Noise of at most "
              + maximum
              + " units has a variance above 0 and below "
              + OF_THE_POSSIBLE * maximum * maximum
              + ", not "
              + variance
              + ".");
    }
    if (smallest < 1 || (smallest > 1 && smallest > maximum)) {
      throw new BadInputException(
          "The smallest count that is shown ("
              + smallest
              + ") is from 1 to the maximum of the noise ("
              + maximum
              + "): counts under it must be able to move to it or to 0.");
    }
    int rows = maximum + smallest + 1;
    int[][] noises = new int[rows][];
    double[][] probabilities = new double[rows][];
    for (int count = 0; count < rows; count++) {
      noises[count] = noises(count, maximum, smallest);
      probabilities[count] = law(noises[count], variance);
    }
    return new PerturbationTable(maximum, noises, probabilities);
  }

  private static int[] noises(int count, int maximum, int smallest) {
    if (count == 0) {
      return new int[] {0};
    }
    List<Integer> possible = new ArrayList<>();
    for (int noise = -maximum; noise <= maximum; noise++) {
      int result = count + noise;
      if (result == 0 || result >= smallest) {
        possible.add(noise);
      }
    }
    return possible.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[] law(int[] noises, double variance) {
    if (noises.length == 1) {
      return new double[] {1};
    }
    int least = noises[0];
    int most = noises[noises.length - 1];
    int below = least;
    int above = most;
    boolean zero = false;
    for (int noise : noises) {
      below = noise < 0 ? noise : below;
      zero |= noise == 0;
    }
    for (int k = noises.length - 1; k >= 0; k--) {
      above = noises[k] > 0 ? noises[k] : above;
    }
    double possible = -(double) least * most;
    double needed = zero ? 0 : -(double) below * above;
    double low = needed + (1 - OF_THE_POSSIBLE) * (possible - needed);
    double high = needed + OF_THE_POSSIBLE * (possible - needed);
    if (high <= needed) {
      // Two values alone: mean zero leaves one law.
      return MaximumEntropy.probabilities(noises, needed);
    }
    return MaximumEntropy.probabilities(
        noises, Math.min(high, zero ? variance : Math.max(low, variance)));
  }

  /** The most a count is changed, in units. */
  public int maximum() {
    return maximum;
  }

  /**
   * How a count is changed.
   *
   * @param count 0 or more
   * @param position of the cell key, from 0 to below 1
   */
  public int noise(long count, double position) {
    int row = row(count);
    double[] upTo = cumulated[row];
    for (int k = 0; k < upTo.length; k++) {
      if (position < upTo[k]) {
        return noises[row][k];
      }
    }
    return noises[row][upTo.length - 1];
  }

  /** How likely a count is changed by so much. */
  public double probability(long count, int noise) {
    int row = row(count);
    for (int k = 0; k < noises[row].length; k++) {
      if (noises[row][k] == noise) {
        return probabilities[row][k];
      }
    }
    return 0;
  }

  /** The variance of the noise of a count: the one asked for, but for the smallest counts. */
  public double variance(long count) {
    int row = row(count);
    double sum = 0;
    for (int k = 0; k < noises[row].length; k++) {
      sum += probabilities[row][k] * noises[row][k] * noises[row][k];
    }
    return sum;
  }

  private int row(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("A count is 0 or more.");
    }
    return (int) Math.min(count, noises.length - 1);
  }
}
