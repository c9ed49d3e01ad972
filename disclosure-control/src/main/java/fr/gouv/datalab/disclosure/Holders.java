package fr.gouv.datalab.disclosure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the rules look at in one cell besides its figures: who contributes to it. Units of one owner
 * are one holder.
 *
 * @param count how many holders, weighted; below 0 when only the frequency says it
 * @param largest the largest contributions in absolute value, largest first, in the magnitude's
 *     units
 * @param total the sum of all contributions in absolute value
 * @param someAsked whether some holder asked to be protected
 * @param firstAsked whether the largest did
 */
record Holders(
    double count, double[] largest, double total, boolean someAsked, boolean firstAsked) {

  /**
   * One holder in one cell.
   *
   * @param value its contribution, net of those that cancel out
   * @param weight how many holders it stands for
   * @param asked whether it asked to be protected
   * @param waived whether it agreed to be estimated
   */
  record Share(double value, double weight, boolean asked, boolean waived) {}

  /**
   * Sums up a cell. A holder of weight {@code w} stands for {@code w} holders of the same value, so
   * it can be largest and second largest at once (tau-ARGUS manual 4.1, section 4.4.4); of a weight
   * that is not whole, the part left over shares a place with the next holder.
   *
   * <p>Where some agreed, the first place is the largest's that did not, since it is the one to
   * protect; when all did, no place is anyone's (Hundepool et al. 2012, section 4.2.1, waivers).
   */
  static Holders of(List<Share> shares, int places) {
    Share[] sorted = shares.toArray(Share[]::new);
    Arrays.sort(
        sorted,
        Comparator.comparingDouble((Share s) -> -Math.abs(s.value()))
            .thenComparing(Share::asked, Comparator.reverseOrder()));
    int first = 0;
    while (first < sorted.length && sorted[first].waived()) {
      first++;
    }
    boolean nobody = first == sorted.length;
    if (!nobody && first > 0) {
      Share protect = sorted[first];
      System.arraycopy(sorted, 0, sorted, 1, first);
      sorted[0] = protect;
    }
    double[] largest = new double[places];
    double count = 0;
    double total = 0;
    boolean asked = false;
    for (Share each : sorted) {
      if (!nobody) {
        fill(largest, count, each);
      }
      count += each.weight();
      total += each.weight() * Math.abs(each.value());
      asked |= each.asked();
    }
    return new Holders(count, largest, total, asked, !nobody && sorted[0].asked());
  }

  private static void fill(double[] largest, double from, Share share) {
    for (int place = (int) from; place < largest.length; place++) {
      double part = Math.min(place + 1, from + share.weight()) - Math.max(place, from);
      if (part <= 0) {
        return;
      }
      largest[place] += part * Math.abs(share.value());
    }
  }

  /**
   * Two cells put together, as if no holder were in both but for the count, which is the least that
   * it can be.
   */
  static Holders together(Holders one, Holders other) {
    if (one == null) {
      return other;
    }
    double[] largest = new double[other.largest.length];
    int a = 0;
    int b = 0;
    for (int i = 0; i < largest.length; i++) {
      largest[i] = one.largest[a] >= other.largest[b] ? one.largest[a++] : other.largest[b++];
    }
    boolean first = one.largest.length > 0 && one.largest[0] >= other.largest[0];
    return new Holders(
        Math.max(one.count, other.count),
        largest,
        one.total + other.total,
        one.someAsked || other.someAsked,
        first ? one.firstAsked : other.firstAsked);
  }

  /** The sum of the {@code n} largest. */
  double sum(int n) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += largest[k];
    }
    return sum;
  }
}
