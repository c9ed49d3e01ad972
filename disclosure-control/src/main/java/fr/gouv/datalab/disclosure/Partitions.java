package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Two ways of dividing the same units into parts, each part being counted in several places at once
 * (by the codes of a column that both have): are they one division, or is one made of the other by
 * putting parts together?
 *
 * <p>Equal figures may be an accident. A division of {@code n} units into {@code k} unnamed parts
 * is one of {@code C(n + k - 1, k - 1) / k!}, and {@code j} parts can be put together to {@code k}
 * in {@code S(j, k)} ways (Stirling's number of the second kind): the first over the second, by the
 * logarithm to base two, is what an agreement weighs. Parts that are equal although the rest is not
 * are weighed by the chance of so many, were each two equal by accident (Poisson's law).
 */
final class Partitions {

  /** An agreement that one in so many pairs of other characteristics would show: 2^7. */
  private static final double BEYOND_ACCIDENT = 7;

  private static final int MOST_STEPS = 200_000;

  private final long[][] mine;
  private final long[][] theirs;
  private final long[] totals;
  private int steps;

  /**
   * @param mine the parts of one, each by place
   * @param theirs those of the other, by the same places
   */
  Partitions(long[][] mine, long[][] theirs) {
    this.mine = mine;
    this.theirs = theirs;
    this.totals = sums(mine);
  }

  private static long[] sums(long[][] parts) {
    long[] sums = new long[parts.length == 0 ? 0 : parts[0].length];
    for (long[] part : parts) {
      for (int i = 0; i < sums.length && i < part.length; i++) {
        sums[i] += part[i];
      }
    }
    return sums;
  }

  boolean areOneBeyondAccident() {
    if (mine.length < 2 || theirs.length < 2 || mine[0].length != theirs[0].length) {
      return false;
    }
    if (weightOfEqual() >= BEYOND_ACCIDENT) {
      return true;
    }
    if (!Arrays.equals(totals, sums(theirs))) {
      return false;
    }
    return mine.length >= theirs.length ? isMade(mine, theirs) : isMade(theirs, mine);
  }

  /** What it weighs that so many parts of the two are equal. */
  private double weightOfEqual() {
    List<long[]> left = new ArrayList<>(List.of(theirs));
    int equal = 0;
    for (long[] part : mine) {
      long[] own = part;
      if (left.removeIf(new First(own)::isIt)) {
        equal++;
      }
    }
    // When all others are equal the last is too.
    int free = equal == Math.min(mine.length, theirs.length) ? equal - 1 : equal;
    double chance = Math.log((double) mine.length * theirs.length);
    for (long total : totals) {
      chance -= Math.log(Math.max(1, total / (double) Math.max(mine.length, theirs.length)));
    }
    double weight = -free * chance;
    for (int i = 2; i <= free; i++) {
      weight += Math.log(i);
    }
    return free < 2 ? 0 : weight / Math.log(2);
  }

  /** Takes the first of some equal parts. */
  private static final class First {
    private final long[] part;
    private boolean found;

    First(long[] part) {
      this.part = part;
    }

    boolean isIt(long[] other) {
      boolean is = !found && Arrays.equals(part, other);
      found |= is;
      return is;
    }
  }

  private boolean isMade(long[][] fine, long[][] coarse) {
    double weight = -logStirling(fine.length, coarse.length);
    for (long total : totals) {
      for (int i = 1; i < coarse.length; i++) {
        weight += Math.log((total + i) / (double) i);
      }
    }
    for (int i = 2; i <= coarse.length; i++) {
      weight -= Math.log(i);
    }
    if (weight / Math.log(2) < BEYOND_ACCIDENT) {
      return false;
    }
    long[][] parts = fine.clone();
    Arrays.sort(
        parts, Comparator.<long[]>comparingLong(part -> Arrays.stream(part).sum()).reversed());
    long[][] room = Arrays.stream(coarse).map(long[]::clone).toArray(long[][]::new);
    steps = 0;
    return fits(parts, 0, room);
  }

  private boolean fits(long[][] parts, int next, long[][] room) {
    if (next == parts.length) {
      return true;
    }
    for (int pass = 0; pass < 2; pass++) {
      for (int bin = 0; bin < room.length; bin++) {
        boolean exact = Arrays.equals(room[bin], parts[next]);
        if (exact != (pass == 0) || !holds(room[bin], parts[next]) || ++steps > MOST_STEPS) {
          continue;
        }
        add(room[bin], parts[next], -1);
        if (fits(parts, next + 1, room)) {
          return true;
        }
        add(room[bin], parts[next], 1);
      }
    }
    return false;
  }

  private static boolean holds(long[] room, long[] part) {
    for (int i = 0; i < room.length; i++) {
      if (room[i] < part[i]) {
        return false;
      }
    }
    return true;
  }

  private static void add(long[] room, long[] part, int sign) {
    for (int i = 0; i < room.length; i++) {
      room[i] += sign * part[i];
    }
  }

  /** The natural logarithm of the number of ways to put n parts together to k. */
  private static double logStirling(int n, int k) {
    double[] row = new double[k + 1];
    Arrays.fill(row, Double.NEGATIVE_INFINITY);
    row[0] = 0;
    for (int i = 1; i <= n; i++) {
      for (int j = Math.min(i, k); j >= 1; j--) {
        row[j] = logOfSum(Math.log(j) + row[j], row[j - 1]);
      }
      row[0] = Double.NEGATIVE_INFINITY;
    }
    return row[k];
  }

  private static double logOfSum(double a, double b) {
    double most = Math.max(a, b);
    return most == Double.NEGATIVE_INFINITY
        ? most
        : most + Math.log(Math.exp(a - most) + Math.exp(b - most));
  }
}
