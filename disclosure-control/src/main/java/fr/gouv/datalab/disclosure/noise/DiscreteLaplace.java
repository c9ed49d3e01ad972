package fr.gouv.datalab.disclosure.noise;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/**
 * Discrete Laplace noise (two-sided geometric): {@code P(x)} proportional to {@code exp(-|x| / t)}.
 * Added to a count that one unit changes by at most {@code d}, it is {@code d/t}-differentially
 * private, hence {@code (d/t)^2 / 2}-zCDP (Bun and Steinke, 2016, proposition 1.4).
 *
 * <p>Source: Canonne, Kamath and Steinke (2020), algorithm 2. Not safe for several threads.
 */
public final class DiscreteLaplace implements IntegerNoise {

  private final Ratio scale;
  private final FairBits bits;

  /**
   * Noise of a scale.
   *
   * @param scale t, above zero
   * @param random a source that nobody can guess
   */
  public DiscreteLaplace(Ratio scale, RandomGenerator random) {
    this(scale, new FairBits(random));
  }

  DiscreteLaplace(Ratio scale, FairBits bits) {
    if (scale.numerator().signum() <= 0) {
      throw new IllegalArgumentException("The scale of noise is above zero.");
    }
    this.scale = scale;
    this.bits = bits;
  }

  @Override
  public long draw() {
    return big().longValueExact();
  }

  BigInteger big() {
    BigInteger t = scale.numerator();
    while (true) {
      BigInteger part = bits.below(t);
      if (!bits.bernoulliExp(new Ratio(part, t))) {
        continue;
      }
      BigInteger times = BigInteger.ZERO;
      while (bits.bernoulliExp(Ratio.of(1, 1))) {
        times = times.add(BigInteger.ONE);
      }
      BigInteger size = part.add(t.multiply(times)).divide(scale.denominator());
      boolean negative = bits.coin();
      if (!negative || size.signum() != 0) {
        return negative ? size.negate() : size;
      }
    }
  }

  @Override
  public double variance() {
    double q = Math.exp(-1 / scale.toDouble());
    return 2 * q / ((1 - q) * (1 - q));
  }

  @Override
  public long within(double probability) {
    // P(|x| > k) = 2 q^(k+1) / (1 + q)
    double t = scale.toDouble();
    double q = Math.exp(-1 / t);
    double k = -t * Math.log((1 - probability) * (1 + q) / 2) - 1;
    return Math.max(0, (long) Math.ceil(k - 1e-9));
  }
}
