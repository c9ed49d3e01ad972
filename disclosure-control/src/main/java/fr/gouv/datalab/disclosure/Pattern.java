package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/** Which cells are hidden, and what hiding one more would cost. */
final class Pattern {

  private static final long USELESS = 1L << 40;

  private final Reason[] reasons;
  private final long[] costs;
  private final double meanWorth;
  private int hidden;

  Pattern(ProtectionSpec spec, Lattice lattice, Reason[] primary) {
    this.reasons = primary.clone();
    this.costs = new long[primary.length];
    for (int cell = 0; cell < costs.length; cell++) {
      costs[cell] =
          switch (spec.cost()) {
            case CELLS -> 1_000 + Math.min(999, lattice.value(0, cell));
            case FREQUENCY -> 1 + lattice.value(0, cell);
            case MAGNITUDE -> 1 + Math.abs(lattice.value(1, cell));
          };
      if (isHidden(cell)) {
        hidden++;
      }
    }
    this.meanWorth = Arrays.stream(costs).average().orElse(1);
  }

  /** Says that hiding a cell is of no use: a reader has it from elsewhere. */
  void avoid(int cell) {
    costs[cell] += USELESS;
  }

  /** Gives a cell another cost. */
  void weigh(int cell, long cost) {
    costs[cell] = Math.max(1, cost);
  }

  boolean isHidden(int cell) {
    return reasons[cell] != Reason.SHOWN;
  }

  boolean isPrimary(int cell) {
    return reasons[cell].isPrimary();
  }

  Reason reason(int cell) {
    return reasons[cell];
  }

  int hidden() {
    return hidden;
  }

  /** What hiding a cell costs: nothing when it is hidden already. */
  long cost(int cell) {
    return isHidden(cell) ? 0 : costs[cell];
  }

  /** What hiding the cells of a certificate costs. */
  long cost(Certificate certificate) {
    long cost = 0;
    for (int cell : certificate.cells) {
      cost += cost(cell);
    }
    return cost;
  }

  double meanWorth() {
    return meanWorth;
  }

  long worth(int cell) {
    return costs[cell];
  }

  void hide(int cell) {
    reasons[cell] = Reason.SECONDARY;
    hidden++;
  }

  void show(int cell) {
    reasons[cell] = Reason.SHOWN;
    hidden--;
  }
}
