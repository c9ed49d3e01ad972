package fr.gouv.datalab.effects;

/**
 * An interval of shares, as fractions of one.
 *
 * @param lower its lower bound
 * @param upper its upper bound
 */
public record Interval(double lower, double upper) {
  /** Whether it has the value, its bounds included. */
  public boolean contains(double value) {
    return value >= lower && value <= upper;
  }
}
