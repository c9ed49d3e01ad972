package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/** Hidden cells that some units know entirely, because they are all the units in them. */
final class Coalition {

  /** A reader who knows what is published and nothing else. */
  static final Coalition NOBODY = new Coalition(new int[0]);

  private final int[] cells;

  private Coalition(int[] cells) {
    this.cells = cells;
  }

  static Coalition of(int... cells) {
    int[] sorted = cells.clone();
    Arrays.sort(sorted);
    return new Coalition(sorted);
  }

  Coalition and(int cell) {
    int[] more = Arrays.copyOf(cells, cells.length + 1);
    more[cells.length] = cell;
    return of(more);
  }

  boolean isNobody() {
    return cells.length == 0;
  }

  boolean knows(int cell) {
    for (int each : cells) {
      if (each == cell) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return cells.length;
  }

  int cell(int i) {
    return cells[i];
  }

  /** How many holders they are. */
  double units(Lattice lattice) {
    double units = 0;
    for (int cell : cells) {
      units += lattice.units(cell);
    }
    return units;
  }

  /** Whether all the units of a finest cell may join and the coalition still not be too large. */
  boolean mayBeJoinedBy(Lattice lattice, int cell, int most) {
    return lattice.isFinest(cell)
        && lattice.value(0, cell) > 0
        && !knows(cell)
        && units(lattice) + lattice.units(cell) <= most;
  }

  /** Whether all the units of a cell are among them. */
  boolean isAllOf(Lattice lattice, int cell) {
    long units = 0;
    for (int each : cells) {
      units += lattice.isUnder(each, cell) ? lattice.value(0, each) : 0;
    }
    return units == lattice.value(0, cell);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Coalition coalition && Arrays.equals(cells, coalition.cells);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cells);
  }
}
