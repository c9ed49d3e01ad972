package fr.gouv.datalab.effects;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A share of units that were counted.
 *
 * @param successes units with the outcome
 * @param units all of them, one at least
 */
public record Proportion(long successes, long units) {
  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException when they are not 0 to {@code units}, with a unit at least
   */
  public Proportion {
    if (units < 1 || successes < 0 || successes > units) {
      throw new IllegalArgumentException("Not a proportion: " + successes + " of " + units + ".");
    }
  }

  /** Between 0 and 1. */
  public double value() {
    return (double) successes / units;
  }

  /**
   * Wilson's score interval, without continuity correction: E. B. Wilson, <i>Probable inference,
   * the law of succession, and statistical inference</i>, JASA 22 (1927), 209-212.
   */
  Interval wilson(double level) {
    double n = units;
    double p = value();
    double z = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
    double z2 = z * z;
    double centre = p + z2 / (2 * n);
    double half = z * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    double scale = 1 + z2 / n;
    return new Interval(Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale));
  }
}
