package fr.gouv.datalab.disclosure.cellkey;

/**
 * The law of greatest entropy on some whole numbers with mean zero and a given variance: the noise
 * that says least beyond these two. It is {@code p(v)} proportional to {@code exp(a v + b v^2)};
 * the two multipliers minimise the convex dual, by Newton's method.
 */
final class MaximumEntropy {

  private static final double PRECISION = 1e-13;

  private MaximumEntropy() {}

  /**
   * The probabilities, in the order of the values.
   *
   * @param values increasing, with zero or both signs among them
   * @param variance between the least and the most that mean zero allows on these values, both
   *     excluded
   */
  static double[] probabilities(int[] values, double variance) {
    double largest = 0;
    for (int v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    // Values scaled to [-1, 1] keep the multipliers, and Newton's system, in proportion.
    double[] x = new double[values.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = values[i] / largest;
    }
    double target = variance / (largest * largest);
    double a = 0;
    double b = 0;
    double[] p = law(x, a, b);
    double value = dual(x, a, b, target);
    for (int step = 0; step < 500; step++) {
      double[] m = moments(x, p);
      double g1 = m[1];
      double g2 = m[2] - target;
      if (Math.abs(g1) < PRECISION && Math.abs(g2) < PRECISION) {
        break;
      }
      double h11 = m[2] - m[1] * m[1] + 1e-15;
      double h12 = m[3] - m[1] * m[2];
      double h22 = m[4] - m[2] * m[2] + 1e-15;
      double determinant = Math.max(h11 * h22 - h12 * h12, 1e-28);
      double da = -(h22 * g1 - h12 * g2) / determinant;
      double db = -(h11 * g2 - h12 * g1) / determinant;
      double length = 1;
      double next = dual(x, a + da, b + db, target);
      while (!(next < value) && length > 1e-12) {
        length /= 2;
        next = dual(x, a + length * da, b + length * db, target);
      }
      if (!(next < value)) {
        break;
      }
      a += length * da;
      b += length * db;
      value = next;
      p = law(x, a, b);
    }
    return p;
  }

  private static double[] law(double[] x, double a, double b) {
    double top = Double.NEGATIVE_INFINITY;
    for (double v : x) {
      top = Math.max(top, a * v + b * v * v);
    }
    double sum = 0;
    double[] p = new double[x.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(a * x[i] + b * x[i] * x[i] - top);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  private static double dual(double[] x, double a, double b, double target) {
    double top = Double.NEGATIVE_INFINITY;
    for (double v : x) {
      top = Math.max(top, a * v + b * v * v);
    }
    double sum = 0;
    for (double v : x) {
      sum += Math.exp(a * v + b * v * v - top);
    }
    return top + Math.log(sum) - b * target;
  }

  /** From 0 to the fourth. */
  private static double[] moments(double[] x, double[] p) {
    double[] m = new double[5];
    for (int i = 0; i < x.length; i++) {
      double power = p[i];
      for (int k = 0; k < m.length; k++) {
        m[k] += power;
        power *= x[i];
      }
    }
    return m;
  }
}
