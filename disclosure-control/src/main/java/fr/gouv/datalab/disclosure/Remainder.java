package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The units that one published cell has and another, within it, has not: whether one of them, or
 * two, may make up more of their sum than the rules on contributors allow. Those of the largest of
 * the whole that are not among the largest of the part are in the remainder; others of it
 * contribute no more than the last that is known of the whole.
 */
final class Remainder {

  private static final double SAME = 1e-9;

  private final double total;
  private final double[] largest;

  /**
   * @param total of the remainder, in absolute value
   * @param whole the largest contributions to the larger cell, largest first
   * @param part those to the smaller one
   */
  Remainder(double total, double[] whole, double[] part) {
    this.total = total;
    List<Double> left = new ArrayList<>();
    Arrays.stream(whole).forEach(left::add);
    for (double each : part) {
      left.stream().filter(one -> isSame(one, each)).findFirst().ifPresent(left::remove);
    }
    double others = whole.length == 0 ? total : whole[whole.length - 1];
    this.largest = new double[Math.max(2, whole.length)];
    for (int k = 0; k < largest.length; k++) {
      largest[k] = Math.min(total, k < left.size() ? left.get(k) : others);
    }
  }

  private static boolean isSame(double one, double other) {
    return Math.abs(one - other) <= SAME * Math.max(1, Math.abs(one));
  }

  /** Whether the rules on contributors may forbid to show the remainder. */
  boolean mayBeForbidden(Policy policy) {
    if (policy.contributorsNeeded() == 0 || total <= 0) {
      return false;
    }
    if (policy.dominance().isPresent()) {
      Policy.Dominance rule = policy.dominance().get();
      double sum = 0;
      for (int k = 0; k < rule.n(); k++) {
        sum += largest[Math.min(k, largest.length - 1)];
      }
      if (sum > rule.share() * total) {
        return true;
      }
    }
    return policy.ratio() > 0
        && total - Math.min(total, largest[0] + largest[1]) < policy.ratio() * largest[0];
  }
}
