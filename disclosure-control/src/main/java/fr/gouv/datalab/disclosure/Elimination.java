package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/**
 * Sparse elimination modulo a prime: brings equations into an order in which each gives one unknown
 * in terms of those that come after it.
 *
 * <p>What costs nothing is done first: an equation of one unknown, an unknown of one equation, an
 * equation of two unknowns. Then the unknown in fewest equations is eliminated with the shortest of
 * them (Markowitz, 1957): in tables that is the hierarchy from the leaves up.
 */
final class Elimination {

  /** Unknowns in more equations than this wait in one queue. */
  private static final int MANY = 255;

  private final int[][] columns;
  private final long[][] values;
  private final long[] right;
  private final boolean[] active;
  private final int[][] rowsOf;
  private final int[] listed;
  private final int[] count;
  private final boolean[] pivoted;
  private final int[] order;
  private final int[] pivotOf;
  private int pivots;
  private int left;

  private final IntStack singles = new IntStack();
  private final IntStack doubles = new IntStack();
  private final IntStack[] byCount = new IntStack[MANY + 1];
  private final int[] seenRow;
  private int mark;
  private int[] freshColumns = new int[16];
  private long[] freshValues = new long[16];
  private long work;

  /**
   * @param columns the unknowns of each equation, ascending; kept and changed
   * @param values their coefficients modulo the prime; kept and changed
   * @param right what each equation's terms add up to, modulo the prime; kept and changed
   * @param unknowns how many there are
   */
  Elimination(int[][] columns, long[][] values, long[] right, int unknowns) {
    this.columns = columns;
    this.values = values;
    this.right = right;
    this.active = new boolean[columns.length];
    this.rowsOf = new int[unknowns][];
    this.listed = new int[unknowns];
    this.count = new int[unknowns];
    this.pivoted = new boolean[unknowns];
    this.order = new int[Math.min(unknowns, columns.length)];
    this.pivotOf = new int[order.length];
    this.seenRow = new int[columns.length];
    Arrays.setAll(byCount, k -> new IntStack());
    for (int[] row : columns) {
      for (int column : row) {
        count[column]++;
      }
    }
    for (int column = 0; column < unknowns; column++) {
      rowsOf[column] = new int[count[column]];
    }
    for (int row = 0; row < columns.length; row++) {
      active[row] = columns[row].length > 0;
      left += active[row] ? 1 : 0;
      for (int column : columns[row]) {
        rowsOf[column][listed[column]++] = row;
      }
      noteRow(row);
    }
    for (int column = 0; column < unknowns; column++) {
      noteColumn(column);
    }
  }

  /**
   * Runs until every equation is used or empty.
   *
   * @param most terms that may be touched
   * @return whether it came to the end
   */
  boolean run(long most) {
    while (left > 0) {
      if (work > most) {
        return false;
      }
      int column;
      int row = nextRow(singles, 1);
      if (row >= 0) {
        eliminate(row, columns[row][0]);
      } else if ((column = nextColumn(1)) >= 0) {
        eliminate(shortest(column), column);
      } else if ((row = nextRow(doubles, 2)) >= 0) {
        eliminate(row, fewest(columns[row]));
      } else {
        column = nextColumn();
        eliminate(shortest(column), column);
      }
    }
    return true;
  }

  private int nextRow(IntStack from, int length) {
    while (!from.isEmpty()) {
      int row = from.pop();
      if (active[row] && columns[row].length == length) {
        return row;
      }
    }
    return -1;
  }

  private int fewest(int[] row) {
    return count[row[0]] <= count[row[1]] ? row[0] : row[1];
  }

  private int nextColumn() {
    for (int k = 2; k < byCount.length; k++) {
      int column = nextColumn(k);
      if (column >= 0) {
        return column;
      }
    }
    throw new IllegalStateException("an equation is left and no unknown in it");
  }

  /** An unknown that is in so many equations; -1 when there is none. */
  private int nextColumn(int many) {
    while (!byCount[many].isEmpty()) {
      int column = byCount[many].pop();
      if (!pivoted[column] && Math.min(count[column], MANY) == many) {
        return column;
      }
    }
    return -1;
  }

  private int shortest(int column) {
    int best = -1;
    for (int i = 0; i < listed[column]; i++) {
      int row = rowsOf[column][i];
      if (active[row]
          && (best < 0 || columns[row].length < columns[best].length)
          && Arrays.binarySearch(columns[row], column) >= 0) {
        best = row;
      }
    }
    return best;
  }

  /** Takes a column out of every other equation with this one, which is then set aside. */
  private void eliminate(int pivot, int column) {
    int[] pivotColumns = columns[pivot];
    long[] pivotValues = values[pivot];
    long inverse =
        Modular.negate(Modular.inverse(pivotValues[Arrays.binarySearch(pivotColumns, column)]));
    active[pivot] = false;
    left--;
    pivoted[column] = true;
    order[pivots] = column;
    pivotOf[pivots++] = pivot;
    for (int each : pivotColumns) {
      count[each]--;
    }
    mark++;
    for (int i = 0; i < listed[column]; i++) {
      int row = rowsOf[column][i];
      if (active[row] && seenRow[row] != mark) {
        seenRow[row] = mark;
        int at = Arrays.binarySearch(columns[row], column);
        if (at >= 0) {
          long times = Modular.multiply(inverse, values[row][at]);
          right[row] = Modular.add(right[row], Modular.multiply(times, right[pivot]));
          add(row, times, pivotColumns, pivotValues);
        }
      }
    }
    rowsOf[column] = null;
    listed[column] = 0;
    for (int each : pivotColumns) {
      noteColumn(each);
    }
  }

  /** Adds so many times the pivot's equation to another. */
  private void add(int row, long times, int[] pivotColumns, long[] pivotValues) {
    int[] a = columns[row];
    long[] va = values[row];
    int most = a.length + pivotColumns.length;
    if (freshColumns.length < most) {
      freshColumns = new int[2 * most];
      freshValues = new long[2 * most];
    }
    work += most;
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < pivotColumns.length) {
      if (j == pivotColumns.length || (i < a.length && a[i] < pivotColumns[j])) {
        freshColumns[n] = a[i];
        freshValues[n++] = va[i++];
      } else if (i == a.length || pivotColumns[j] < a[i]) {
        freshColumns[n] = pivotColumns[j];
        freshValues[n++] = Modular.multiply(times, pivotValues[j]);
        enter(row, pivotColumns[j++]);
      } else {
        long sum = Modular.add(va[i++], Modular.multiply(times, pivotValues[j]));
        if (sum == 0) {
          count[pivotColumns[j]]--;
        } else {
          freshColumns[n] = pivotColumns[j];
          freshValues[n++] = sum;
        }
        j++;
      }
    }
    columns[row] = Arrays.copyOf(freshColumns, n);
    values[row] = Arrays.copyOf(freshValues, n);
    if (n == 0) {
      active[row] = false;
      left--;
    }
    noteRow(row);
  }

  private void enter(int row, int column) {
    if (listed[column] == rowsOf[column].length) {
      rowsOf[column] = Arrays.copyOf(rowsOf[column], 2 * listed[column] + 4);
    }
    rowsOf[column][listed[column]++] = row;
    count[column]++;
  }

  private void noteRow(int row) {
    if (active[row] && columns[row].length <= 2) {
      (columns[row].length == 1 ? singles : doubles).push(row);
    }
  }

  private void noteColumn(int column) {
    if (!pivoted[column] && count[column] > 0) {
      byCount[Math.min(count[column], MANY)].push(column);
    }
  }

  /** How many unknowns are given by others. */
  int pivots() {
    return pivots;
  }

  boolean isPivot(int column) {
    return pivoted[column];
  }

  /** Equations that were not used when the run was stopped. */
  boolean isOpen(int row) {
    return active[row];
  }

  /** The unknowns of an equation as it is now. */
  int[] row(int row) {
    return columns[row];
  }

  /**
   * Completes a vector, given the unknowns that are not pivots, so that all equations hold.
   *
   * @param vector by unknown; the values of pivots are overwritten
   * @param homogeneous whether terms add up to zero, not to what the equations say
   */
  void complete(long[] vector, boolean homogeneous) {
    for (int k = pivots - 1; k >= 0; k--) {
      int[] of = columns[pivotOf[k]];
      long[] by = values[pivotOf[k]];
      long sum = homogeneous ? 0 : Modular.negate(right[pivotOf[k]]);
      long own = 1;
      for (int i = 0; i < of.length; i++) {
        if (of[i] == order[k]) {
          own = by[i];
        } else if (vector[of[i]] != 0) {
          sum = Modular.add(sum, Modular.multiply(by[i], vector[of[i]]));
        }
      }
      vector[order[k]] = sum == 0 ? 0 : Modular.multiply(Modular.negate(sum), Modular.inverse(own));
    }
  }
}
