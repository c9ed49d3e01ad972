package fr.gouv.datalab.disclosure.noise;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact fraction, in lowest terms: the samplers never round.
 *
 * @param numerator of any sign
 * @param denominator above zero
 */
public record Ratio(BigInteger numerator, BigInteger denominator) {

  /** Reduces the fraction. */
  public Ratio {
    if (denominator.signum() <= 0) {
      throw new IllegalArgumentException("A fraction's denominator is above zero.");
    }
    BigInteger common = numerator.gcd(denominator);
    if (common.signum() > 0) {
      numerator = numerator.divide(common);
      denominator = denominator.divide(common);
    }
  }

  /** The fraction of two whole numbers. */
  public static Ratio of(long numerator, long denominator) {
    return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /** The exact value of a decimal number. */
  public static Ratio of(BigDecimal value) {
    return value.scale() <= 0
        ? new Ratio(value.toBigIntegerExact(), BigInteger.ONE)
        : new Ratio(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  /** The product. */
  public Ratio times(Ratio other) {
    return new Ratio(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** The quotient; the other must be above zero. */
  public Ratio over(Ratio other) {
    return new Ratio(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  /** The largest whole number that is not above it. */
  public BigInteger floor() {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return numerator.signum() < 0 && parts[1].signum() != 0
        ? parts[0].subtract(BigInteger.ONE)
        : parts[0];
  }

  /** For printing and for widths of intervals, never for drawing. */
  public double toDouble() {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
        .doubleValue();
  }
}
