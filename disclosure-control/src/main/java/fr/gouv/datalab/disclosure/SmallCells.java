package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/**
 * Cells of any margin that hold so few units that these may know all of them, and the finest cells
 * in which these units are.
 */
final class SmallCells {

  /** The most units that may pool what they know. */
  static final int MOST = 2;

  private final Lattice lattice;
  private final int[] from;
  private final int[] members;

  SmallCells(Lattice lattice) {
    this.lattice = lattice;
    this.from = new int[lattice.size() + 1];
    forEachPart((finest, cell) -> from[cell + 1]++);
    Arrays.parallelPrefix(from, Integer::sum);
    this.members = new int[from[lattice.size()]];
    int[] at = from.clone();
    forEachPart((finest, cell) -> members[at[cell]++] = finest);
  }

  private interface Part {
    void of(int finest, int cell);
  }

  private void forEachPart(Part part) {
    for (int finest = 0; finest < lattice.size(); finest++) {
      if (lattice.isFinest(finest) && isSmall(finest)) {
        int own = finest;
        lattice.forEachAbove(
            finest,
            cell -> {
              if (isSmall(cell)) {
                part.of(own, cell);
              }
            });
      }
    }
  }

  private boolean isSmall(int cell) {
    return lattice.value(0, cell) > 0 && lattice.units(cell) <= MOST;
  }

  /** The finest cells that hold a cell's units, in their order; none when they are too many. */
  int[] members(int cell) {
    return Arrays.copyOfRange(members, from[cell], from[cell + 1]);
  }

  /** Every cell that holds no other units than these finest cells do, in their order. */
  int[] within(int[] finest) {
    IntStack cells = new IntStack();
    for (int each : finest) {
      lattice.forEachAbove(
          each,
          cell -> {
            if (isWithin(cell, finest)) {
              cells.push(cell);
            }
          });
    }
    return Arrays.stream(cells.toArray()).sorted().distinct().toArray();
  }

  private boolean isWithin(int cell, int[] finest) {
    for (int i = from[cell]; i < from[cell + 1]; i++) {
      if (Arrays.binarySearch(finest, members[i]) < 0) {
        return false;
      }
    }
    return from[cell] < from[cell + 1];
  }
}
