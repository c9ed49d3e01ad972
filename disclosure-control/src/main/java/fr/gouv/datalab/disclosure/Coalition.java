package fr.gouv.datalab.disclosure;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Units that pool what they know. They know the figures of every cell, of any margin, in which
 * there is nobody but them.
 */
final class Coalition {

  /** A reader who knows what is published and nothing else. */
  static final Coalition NOBODY = new Coalition(new int[0], new int[0], 0);

  private final int[] finest;
  private final int[] cells;
  private final double units;

  private Coalition(int[] finest, int[] cells, double units) {
    this.finest = finest;
    this.cells = cells;
    this.units = units;
  }

  /** All units of some cells, each of which holds few ({@link SmallCells}). */
  static Coalition of(Lattice lattice, int... cells) {
    return NOBODY.and(lattice, cells);
  }

  /** These, joined by all units of some cells. */
  Coalition and(Lattice lattice, int... others) {
    SmallCells small = lattice.small();
    int[] members =
        IntStream.concat(
                Arrays.stream(finest),
                Arrays.stream(others).flatMap(cell -> Arrays.stream(small.members(cell))))
            .sorted()
            .distinct()
            .toArray();
    int[] known = small.within(members);
    return new Coalition(members, known, count(lattice, members, known));
  }

  /** One owner of several cells is one. */
  private static double count(Lattice lattice, int[] finest, int[] known) {
    double least = 0;
    for (int cell : finest) {
      least += lattice.units(cell);
    }
    for (int cell : known) {
      if (lattice.small().members(cell).length == finest.length) {
        least = Math.min(least, lattice.units(cell));
      }
    }
    return least;
  }

  boolean isNobody() {
    return finest.length == 0;
  }

  boolean knows(int cell) {
    return Arrays.binarySearch(cells, cell) >= 0;
  }

  /** Whether a finest cell is part of a cell that they know, and so known to them too. */
  boolean knowsOf(Lattice lattice, int cell) {
    for (int each : cells) {
      if (lattice.isUnder(cell, each)) {
        return true;
      }
    }
    return false;
  }

  /** How many cells they know. */
  int size() {
    return cells.length;
  }

  int cell(int i) {
    return cells[i];
  }

  /** How many holders they are. */
  double units() {
    return units;
  }

  /** Whether all the units of a cell may join and the coalition still not be too large. */
  boolean mayBeJoinedBy(Lattice lattice, int cell, int most) {
    return lattice.small().members(cell).length > 0
        && !knows(cell)
        && and(lattice, cell).units <= most;
  }

  /** Whether all the units of a cell are among them. */
  boolean isAllOf(Lattice lattice, int cell) {
    long all = 0;
    for (int each : finest) {
      all += lattice.isUnder(each, cell) ? lattice.value(0, each) : 0;
    }
    return all == lattice.value(0, cell);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Coalition coalition && Arrays.equals(finest, coalition.finest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(finest);
  }
}
