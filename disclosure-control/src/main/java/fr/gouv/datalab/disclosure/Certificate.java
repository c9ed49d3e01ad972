package fr.gouv.datalab.disclosure;

/**
 * Proof that a requirement is met: a change of hidden cells that leaves everything published as it
 * is, keeps every figure possible, and moves the required cell far enough.
 */
final class Certificate {

  final Requirement requirement;
  final int[] cells;

  /** By how much each cell moves, in parts of the figure's unit. */
  final long[] changes;

  /** How many parts a unit has: changes need not be whole. */
  final int parts;

  Certificate(Requirement requirement, int[] cells, long[] changes, int parts) {
    this.requirement = requirement;
    this.cells = cells;
    this.changes = changes;
    this.parts = parts;
  }

  /** Whether it moves a cell of those that a reader knows: then it proves nothing to that one. */
  boolean moves(Coalition known) {
    for (int i = 0; i < cells.length && !known.isNobody(); i++) {
      if (changes[i] != 0 && known.knows(cells[i])) {
        return true;
      }
    }
    return false;
  }

  long change(int cell) {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] == cell) {
        return changes[i];
      }
    }
    return 0;
  }
}
