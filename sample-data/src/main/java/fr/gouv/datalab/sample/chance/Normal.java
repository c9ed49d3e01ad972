package fr.gouv.datalab.sample.chance;

/**
 * The standard normal law, to the precision that a sample needs (relative error of the quantile
 * below 1.2e-9).
 */
public final class Normal {
  private static final double[] A = {
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.3577518672690,
    -30.66479806614716,
    2.506628277459239
  };
  private static final double[] B = {
    -54.47609879822406,
    161.5858368580409,
    -155.6989798598866,
    66.80131188771972,
    -13.28068155288572,
    1
  };
  private static final double[] C = {
    -0.007784894002430293,
    -0.3223964580411365,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783
  };
  private static final double[] D = {
    0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1
  };
  private static final double LOW = 0.02425;

  private Normal() {}

  /**
   * The value below which a standard normal falls with the given probability (P. J. Acklam's
   * rational approximation); probabilities of 0 and 1 are moved inwards by 1e-16.
   */
  public static double quantile(double probability) {
    double p = Math.min(Math.max(probability, 1e-16), 1 - 1e-16);
    if (p < LOW) {
      double q = Math.sqrt(-2 * StrictMath.log(p));
      return polynomial(C, q) / polynomial(D, q);
    }
    if (p > 1 - LOW) {
      double q = Math.sqrt(-2 * StrictMath.log(1 - p));
      return -polynomial(C, q) / polynomial(D, q);
    }
    double q = p - 0.5;
    double r = q * q;
    return polynomial(A, r) * q / polynomial(B, r);
  }

  /**
   * The probability that a standard normal falls below the value, by Zelen and Severo's series
   * (error below 7.5e-8).
   */
  public static double below(double value) {
    double t = 1 / (1 + 0.2316419 * Math.abs(value));
    double tail =
        StrictMath.exp(-value * value / 2)
            * 0.3989422804014327
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return value < 0 ? tail : 1 - tail;
  }

  private static double polynomial(double[] coefficients, double x) {
    double value = 0;
    for (double coefficient : coefficients) {
      value = value * x + coefficient;
    }
    return value;
  }
}
