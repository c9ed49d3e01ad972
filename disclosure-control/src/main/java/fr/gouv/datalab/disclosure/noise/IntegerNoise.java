package fr.gouv.datalab.disclosure.noise;

/** Whole noise with mean zero, of which the exact law is known. */
public sealed interface IntegerNoise permits DiscreteLaplace, DiscreteGaussian {

  /**
   * One draw.
   *
   * @throws ArithmeticException when it passes 2^63, which no draw ever comes near
   */
  long draw();

  /** The variance of a draw; of the Gaussian, its parameter, which is never less. */
  double variance();

  /** The standard deviation of a draw. */
  default double standardDeviation() {
    return Math.sqrt(variance());
  }

  /**
   * The half-width that a draw stays within, with at least this probability.
   *
   * @param probability below 1
   */
  long within(double probability);
}
