package fr.gouv.datalab.disclosure.rounding;

import java.util.Arrays;

/**
 * Rounding of tables of any size: finest cells go to one of the two multiples next to them, margins
 * are their sums, and which way each cell goes is changed as long as it brings the margins nearer.
 *
 * <p>The result always adds up; how far margins are from the truth is measured, not promised. With
 * {@code smallOnly}, only finest cells between zero and the base are changed, to one of the two:
 * the small count rounding of Langsrud and Heldal (2018).
 *
 * <p>What is made small is the sum of the squares of the distances of all cells, those of a base or
 * more weighing a hundred times. One change touches a cell and the margins above it alone, so a
 * pass costs as much as summing the table once.
 */
public final class RoundingSearch {

  private static final int MOST_PASSES = 60;
  private static final double FAR = 100;

  private final long[] values;
  private final long base;
  private final int[] free;
  private final int[][] reach;
  private final boolean[] up;
  private final long[] away;

  private RoundingSearch(Sums sums, long[] values, long base, boolean smallOnly) {
    this.values = values;
    this.base = base;
    int[] found = new int[values.length];
    int size = 0;
    for (int cell = 0; cell < values.length; cell++) {
      boolean open = sums.isFinest(cell) && Math.floorMod(values[cell], base) != 0;
      if (open && (!smallOnly || Math.abs(values[cell]) < base)) {
        found[size++] = cell;
      }
    }
    this.free = Arrays.copyOf(found, size);
    this.reach = new int[size][];
    Arrays.setAll(reach, i -> sums.reach(free[i]));
    this.up = new boolean[size];
    this.away = new long[values.length];
  }

  /**
   * Rounds a table.
   *
   * @param values of every cell
   * @param base above 1
   * @param smallOnly only finest cells between zero and the base are changed
   */
  public static RoundedTable of(Sums sums, long[] values, long base, boolean smallOnly) {
    return new RoundingSearch(sums, values, base, smallOnly).run();
  }

  private RoundedTable run() {
    start();
    boolean better = true;
    for (int pass = 0; better && pass < MOST_PASSES; pass++) {
      better = flips();
      better |= swaps();
    }
    long[] rounded = new long[values.length];
    long distance = 0;
    boolean controlled = true;
    for (int cell = 0; cell < rounded.length; cell++) {
      rounded[cell] = values[cell] + away[cell];
      distance = Math.max(distance, Math.abs(away[cell]));
      controlled &= Math.abs(away[cell]) < base;
    }
    return new RoundedTable(rounded, distance, controlled);
  }

  /** Carries the error of each cell over to the next, so that runs of cells stay near their sum. */
  private void start() {
    long carried = 0;
    for (int i = 0; i < free.length; i++) {
      long rest = Math.floorMod(values[free[i]], base);
      up[i] = 2 * (rest + carried) >= base;
      carried += up[i] ? rest - base : rest;
      move(i, up[i] ? base - rest : -rest);
    }
  }

  private void move(int i, long by) {
    for (int cell : reach[i]) {
      away[cell] += by;
    }
  }

  private boolean flips() {
    boolean better = false;
    for (int i = 0; i < free.length; i++) {
      if (gain(i) < 0) {
        flip(i);
        better = true;
      }
    }
    return better;
  }

  /** One up and one down at once, among neighbours: margins above both stay as they are. */
  private boolean swaps() {
    boolean better = false;
    for (int i = 0; i < free.length; i++) {
      for (int j = i + 1; j < Math.min(free.length, i + 24); j++) {
        if (up[i] != up[j]) {
          double first = gain(i);
          flip(i);
          if (first + gain(j) < -1e-9) {
            flip(j);
            better = true;
          } else {
            flip(i);
          }
        }
      }
    }
    return better;
  }

  private void flip(int i) {
    move(i, up[i] ? -base : base);
    up[i] = !up[i];
  }

  /** What turning a cell the other way adds to the sum. */
  private double gain(int i) {
    long by = up[i] ? -base : base;
    double gain = 0;
    for (int cell : reach[i]) {
      gain += weight(away[cell] + by) - weight(away[cell]);
    }
    return gain;
  }

  private double weight(long distance) {
    double square = (double) distance * distance;
    return Math.abs(distance) < base ? square : FAR * square;
  }
}
