package fr.gouv.datalab.disclosure.noise;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/**
 * Exact draws from fair bits: no floating point, so that no rare value of a double tells what was
 * added (Mironov, 2012).
 *
 * <p>Give it a {@link java.security.SecureRandom}: who guesses the bits takes the noise away. Not
 * safe for use by several threads.
 */
final class FairBits {

  private final RandomGenerator bits;

  FairBits(RandomGenerator bits) {
    this.bits = bits;
  }

  /** A whole number from 0 to below the bound, each as likely, by rejection. */
  BigInteger below(BigInteger bound) {
    if (bound.bitLength() < 63) {
      return BigInteger.valueOf(below(bound.longValueExact()));
    }
    int length = bound.subtract(BigInteger.ONE).bitLength();
    byte[] drawn = new byte[(length + 7) / 8];
    while (true) {
      bits.nextBytes(drawn);
      drawn[0] &= (byte) (0xFF >>> (8 * drawn.length - length));
      BigInteger value = new BigInteger(1, drawn);
      if (value.compareTo(bound) < 0) {
        return value;
      }
    }
  }

  private long below(long bound) {
    if (bound == 1) {
      return 0;
    }
    int length = 64 - Long.numberOfLeadingZeros(bound - 1);
    while (true) {
      long value = bits.nextLong() >>> (64 - length);
      if (value < bound) {
        return value;
      }
    }
  }

  boolean coin() {
    return (bits.nextLong() & 1) == 1;
  }

  /** True with probability {@code numerator / denominator}, exactly. */
  boolean bernoulli(BigInteger numerator, BigInteger denominator) {
    return below(denominator).compareTo(numerator) < 0;
  }

  /**
   * True with probability {@code exp(-gamma)}, exactly, for a fraction of 0 or more. Source:
   * Canonne, Kamath and Steinke, <i>The Discrete Gaussian for Differential Privacy</i> (2020),
   * algorithm 1.
   */
  boolean bernoulliExp(Ratio gamma) {
    BigInteger whole = gamma.floor();
    for (BigInteger k = BigInteger.ZERO; k.compareTo(whole) < 0; k = k.add(BigInteger.ONE)) {
      if (!bernoulliExpOfPart(BigInteger.ONE, BigInteger.ONE)) {
        return false;
      }
    }
    return bernoulliExpOfPart(
        gamma.numerator().subtract(whole.multiply(gamma.denominator())), gamma.denominator());
  }

  /** The same for a fraction from 0 to 1. */
  private boolean bernoulliExpOfPart(BigInteger numerator, BigInteger denominator) {
    BigInteger k = BigInteger.ONE;
    while (bernoulli(numerator, denominator.multiply(k))) {
      k = k.add(BigInteger.ONE);
    }
    return k.testBit(0);
  }
}
