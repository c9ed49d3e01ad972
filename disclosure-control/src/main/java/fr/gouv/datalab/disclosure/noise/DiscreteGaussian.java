package fr.gouv.datalab.disclosure.noise;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/**
 * Discrete Gaussian noise: {@code P(x)} proportional to {@code exp(-x^2 / (2 s^2))} over whole
 * numbers. Added to figures that one unit changes by at most {@code d} in Euclidean length, it is
 * {@code d^2 / (2 s^2)}-zCDP.
 *
 * <p>Source: Canonne, Kamath and Steinke (2020), algorithm 3 and theorem 4. Not safe for several
 * threads.
 */
public final class DiscreteGaussian implements IntegerNoise {

  private final Ratio variance;
  private final FairBits bits;
  private final BigInteger t;
  private final DiscreteLaplace proposal;

  /**
   * Noise of a variance.
   *
   * @param variance {@code s^2}, above zero
   * @param random a source that nobody can guess
   */
  public DiscreteGaussian(Ratio variance, RandomGenerator random) {
    if (variance.numerator().signum() <= 0) {
      throw new IllegalArgumentException("The variance of noise is above zero.");
    }
    this.variance = variance;
    this.bits = new FairBits(random);
    // floor(s) + 1
    this.t = variance.floor().sqrt().add(BigInteger.ONE);
    this.proposal = new DiscreteLaplace(new Ratio(t, BigInteger.ONE), bits);
  }

  @Override
  public long draw() {
    Ratio shift = variance.over(new Ratio(t, BigInteger.ONE));
    Ratio twice = variance.times(Ratio.of(2, 1));
    while (true) {
      BigInteger y = proposal.big();
      // (|y| - s^2/t)^2 / (2 s^2)
      BigInteger distance = y.abs().multiply(shift.denominator()).subtract(shift.numerator());
      Ratio square = new Ratio(distance.pow(2), shift.denominator().pow(2));
      if (bits.bernoulliExp(square.over(twice))) {
        return y.longValueExact();
      }
    }
  }

  @Override
  public double variance() {
    return variance.toDouble();
  }

  /** By summing the law's own weights. */
  @Override
  public long within(double probability) {
    double s = Math.sqrt(variance.toDouble());
    double sum = 0;
    double[] weights = new double[(int) Math.min(4_000_000, Math.ceil(12 * s) + 2)];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = Math.exp(-0.5 * k * (double) k / variance.toDouble());
      sum += (k == 0 ? 1 : 2) * weights[k];
    }
    double within = 0;
    for (int k = 0; k < weights.length; k++) {
      within += (k == 0 ? 1 : 2) * weights[k] / sum;
      if (within >= probability) {
        return k;
      }
    }
    return weights.length;
  }
}
