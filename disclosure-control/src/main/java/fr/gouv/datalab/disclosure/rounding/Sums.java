package fr.gouv.datalab.disclosure.rounding;

import java.util.Arrays;

/**
 * How the cells of a table add up: each margin is the sum of its parts, each part is a margin or a
 * finest cell, and nothing is in a margin twice.
 *
 * <p>Cells are numbered from 0. Not changed once it is made.
 */
public final class Sums {

  private final int[] starts;
  private final int[] parts;
  private final int[] upStarts;
  private final int[] up;

  /**
   * A table's sums.
   *
   * @param parts for each cell, the cells that it is the sum of; none for a finest one
   */
  public Sums(int[][] parts) {
    int n = parts.length;
    starts = new int[n + 1];
    for (int cell = 0; cell < n; cell++) {
      starts[cell + 1] = starts[cell] + parts[cell].length;
    }
    this.parts = new int[starts[n]];
    upStarts = new int[n + 1];
    for (int cell = 0; cell < n; cell++) {
      System.arraycopy(parts[cell], 0, this.parts, starts[cell], parts[cell].length);
      for (int part : parts[cell]) {
        upStarts[part + 1]++;
      }
    }
    for (int cell = 0; cell < n; cell++) {
      upStarts[cell + 1] += upStarts[cell];
    }
    up = new int[starts[n]];
    int[] next = Arrays.copyOf(upStarts, n);
    for (int cell = 0; cell < n; cell++) {
      for (int part : parts[cell]) {
        up[next[part]++] = cell;
      }
    }
  }

  /** How many cells there are, margins included. */
  public int cells() {
    return starts.length - 1;
  }

  /** Whether a cell is the sum of no others. */
  public boolean isFinest(int cell) {
    return starts[cell] == starts[cell + 1];
  }

  int partsFrom(int cell) {
    return starts[cell];
  }

  int partsTo(int cell) {
    return starts[cell + 1];
  }

  int part(int index) {
    return parts[index];
  }

  /** The cells that a margin is the sum of; none for a finest cell. */
  public int[] parts(int cell) {
    return Arrays.copyOfRange(parts, starts[cell], starts[cell + 1]);
  }

  /** The finest cells under a cell; itself where it is one. */
  public int[] finestUnder(int cell) {
    int[] found = {cell};
    int size = 1;
    int finest = 0;
    for (int at = 0; at < size; at++) {
      int here = found[at];
      if (isFinest(here)) {
        found[finest++] = here;
        continue;
      }
      for (int i = starts[here]; i < starts[here + 1]; i++) {
        if (size == found.length) {
          found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = parts[i];
      }
    }
    return Arrays.copyOf(found, finest);
  }

  /** The cell itself and every margin that it is in, each once. */
  public int[] reach(int cell) {
    int[] found = new int[8];
    int size = 1;
    found[0] = cell;
    for (int at = 0; at < size; at++) {
      int here = found[at];
      for (int i = upStarts[here]; i < upStarts[here + 1]; i++) {
        if (size == found.length) {
          found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = up[i];
      }
    }
    return Arrays.copyOf(found, size);
  }

  /** Every margin computed anew from the finest cells. */
  public long[] total(long[] finest) {
    long[] totals = finest.clone();
    boolean[] known = new boolean[cells()];
    for (int cell = 0; cell < totals.length; cell++) {
      total(cell, totals, known);
    }
    return totals;
  }

  private long total(int cell, long[] totals, boolean[] known) {
    if (!known[cell] && !isFinest(cell)) {
      long sum = 0;
      for (int i = starts[cell]; i < starts[cell + 1]; i++) {
        sum += total(parts[i], totals, known);
      }
      totals[cell] = sum;
    }
    known[cell] = true;
    return totals[cell];
  }
}
