package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/**
 * Which hidden cells may be shown again without any reader computing a primary one, as far as
 * linear algebra says: those that no primary cell follows from.
 *
 * <p>It is asked of random vectors of the kernel of the sums ({@link RandomKernel}). What follows
 * from a cell stands in one ratio to it in all of them. Once a cell is shown, the vectors that are
 * zero there are combinations of those at hand, one fewer; when few are left they are drawn anew.
 * That a primary cell does not follow is needed for its interval, not enough: proofs decide.
 */
final class Returnable {

  private static final int VECTORS = 48;
  private static final long SEED = 0x6E7B4CL;

  /** Hidden cells times those of them that may be shown: a product of each vector for each. */
  private static final long MOST_PRODUCTS = 60_000_000L;

  private final Lattice lattice;
  private final Needs needs;
  private final Pattern pattern;
  private final Proofs proofs;
  private int[] hidden = new int[0];
  private long[][] vectors = new long[0][];
  private int left;
  private boolean decided;
  private long seed = SEED;

  Returnable(Lattice lattice, Needs needs, Pattern pattern, Proofs proofs) {
    this.lattice = lattice;
    this.needs = needs;
    this.pattern = pattern;
    this.proofs = proofs;
    draw();
  }

  /** Whether there are so few cells that it is worth asking. */
  static boolean isAffordable(Lattice lattice, Pattern pattern) {
    long primary = 0;
    for (int cell = 0; cell < lattice.size(); cell++) {
      primary += pattern.isPrimary(cell) ? 1 : 0;
    }
    return pattern.hidden() * (pattern.hidden() - primary) <= MOST_PRODUCTS;
  }

  private void draw() {
    RandomKernel kernel =
        new RandomKernel(
            lattice.definitions(),
            proofs.able(lattice, needs, pattern, 0),
            VECTORS,
            seed++,
            RandomKernel.MOST);
    decided = kernel.isComplete();
    IntStack cells = new IntStack();
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (pattern.isHidden(cell)) {
        cells.push(cell);
      }
    }
    hidden = cells.toArray();
    vectors = new long[hidden.length][];
    for (int i = 0; i < hidden.length; i++) {
      vectors[i] = kernel.at(hidden[i]);
    }
    left = VECTORS;
  }

  /**
   * A hidden cell with all that follows from it.
   *
   * @return none of them when one is primary, or when that could not be decided
   */
  int[] with(int cell) {
    int at = Arrays.binarySearch(hidden, cell);
    if (at < 0 || !decided) {
      return new int[0];
    }
    long[] own = vectors[at];
    IntStack found = new IntStack();
    for (int i = 0; i < hidden.length; i++) {
      if (pattern.isHidden(hidden[i]) && (i == at || follows(own, vectors[i]))) {
        if (pattern.isPrimary(hidden[i])) {
          return new int[0];
        }
        found.push(hidden[i]);
      }
    }
    return found.toArray();
  }

  /** Whether one stands in the same ratio to another in the first two vectors, and is not zero. */
  private boolean follows(long[] from, long[] other) {
    int a = VECTORS - left;
    boolean zero = other[a] == 0 && other[a + 1] == 0;
    return !zero
        && Modular.multiply(from[a], other[a + 1]) == Modular.multiply(from[a + 1], other[a]);
  }

  /** Tells that a cell, and with it all that follows, was shown. */
  void shown(int cell) {
    if (left <= 3) {
      draw();
      return;
    }
    int lead = VECTORS - left;
    long[] own = vectors[Arrays.binarySearch(hidden, cell)];
    if (own[lead] == 0) {
      return;
    }
    long inverse = Modular.negate(Modular.inverse(own[lead]));
    long[] times = new long[VECTORS];
    for (int k = lead + 1; k < VECTORS; k++) {
      times[k] = Modular.multiply(inverse, own[k]);
    }
    for (long[] each : vectors) {
      for (int k = lead + 1; each[lead] != 0 && k < VECTORS; k++) {
        each[k] = Modular.add(each[k], Modular.multiply(times[k], each[lead]));
      }
    }
    left--;
  }
}
