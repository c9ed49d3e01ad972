package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The least and the most of each cell over every table of whole numbers that agrees with what is
 * shown: all of them are written down, one after the other.
 */
final class Enumeration {
  private final Lattice lattice;
  private final int figure;
  private final boolean[] hidden;
  private final long[] floor;
  private final List<Integer> finest = new ArrayList<>();
  private final long[] now;
  private final long[] least;
  private final long[] most;

  private Enumeration(Lattice lattice, int figure, boolean[] hidden, long[] floor) {
    this.lattice = lattice;
    this.figure = figure;
    this.hidden = hidden;
    this.floor = floor;
    this.now = new long[lattice.size()];
    this.least = new long[lattice.size()];
    this.most = new long[lattice.size()];
    Arrays.fill(least, Long.MAX_VALUE);
    Arrays.fill(most, Long.MIN_VALUE);
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (lattice.isFinest(cell)) {
        finest.add(cell);
      }
    }
    place(0, lattice.value(figure, 0));
  }

  /** To a reader of the table; its total is shown. */
  static Enumeration of(Lattice lattice, int figure, boolean[] hidden) {
    return new Enumeration(lattice, figure, hidden, new long[lattice.size()]);
  }

  /**
   * To a reader who has a part of some cells: they are not less.
   *
   * @param floor by finest cell
   */
  static Enumeration knowing(Lattice lattice, int figure, boolean[] hidden, long[] floor) {
    return new Enumeration(lattice, figure, hidden, floor);
  }

  long least(int cell) {
    return least[cell];
  }

  long most(int cell) {
    return most[cell];
  }

  private void place(int i, long left) {
    int cell = finest.get(i);
    boolean last = i == finest.size() - 1;
    long from = !hidden[cell] ? lattice.value(figure, cell) : last ? left : floor[cell];
    long to = !hidden[cell] ? from : left;
    for (long value = Math.max(from, floor[cell]); value <= to && value <= left; value++) {
      add(cell, 0, value);
      if (!last) {
        place(i + 1, left - value);
      } else if (value == left) {
        compare();
      }
      add(cell, 0, -value);
    }
  }

  private void add(int cell, int d, long value) {
    if (d == lattice.dimensions()) {
      now[cell] += value;
      return;
    }
    for (int c : lattice.hierarchy(d).ancestors(lattice.code(d, cell))) {
      add(lattice.neighbour(cell, d, c), d + 1, value);
    }
  }

  private void compare() {
    for (int cell = 0; cell < now.length; cell++) {
      if (!hidden[cell] && now[cell] != lattice.value(figure, cell)) {
        return;
      }
    }
    for (int cell = 0; cell < now.length; cell++) {
      least[cell] = Math.min(least[cell], now[cell]);
      most[cell] = Math.max(most[cell], now[cell]);
    }
  }
}
