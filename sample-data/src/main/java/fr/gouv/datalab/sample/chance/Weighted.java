package fr.gouv.datalab.sample.chance;

import java.util.ArrayDeque;

/**
 * A choice among 0 .. n - 1 with given weights, in constant time (Walker's alias method, Vose's
 * construction).
 */
public final class Weighted {
  private final double[] threshold;
  private final int[] alias;

  /** Weights are not negative and not all zero. */
  public Weighted(double... weights) {
    int n = weights.length;
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException("A weighted choice needs at least one positive weight.");
    }
    threshold = new double[n];
    alias = new int[n];
    ArrayDeque<Integer> small = new ArrayDeque<>();
    ArrayDeque<Integer> large = new ArrayDeque<>();
    for (int i = 0; i < n; i++) {
      threshold[i] = weights[i] * n / total;
      alias[i] = i;
      (threshold[i] < 1 ? small : large).add(i);
    }
    while (!small.isEmpty() && !large.isEmpty()) {
      int less = small.remove();
      int more = large.peek();
      alias[less] = more;
      threshold[more] -= 1 - threshold[less];
      if (threshold[more] < 1) {
        small.add(large.remove());
      }
    }
    small.forEach(i -> threshold[i] = 1);
    large.forEach(i -> threshold[i] = 1);
  }

  /** The choice that 64 random bits make. */
  public int pick(long bits) {
    double x = Chance.unitOf(bits) * threshold.length;
    int i = (int) x;
    return x - i < threshold[i] ? i : alias[i];
  }
}
