package fr.gouv.datalab.disclosure;

import java.util.HashMap;
import java.util.Map;

/**
 * How far each figure of a hidden cell must be able to go, up and down, in the eyes of a reader.
 */
final class Needs {

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final boolean[] nonNegative;
  private final Map<Integer, long[]> levels = new HashMap<>();

  Needs(ProtectionSpec spec, Lattice lattice) {
    this.spec = spec;
    this.lattice = lattice;
    this.nonNegative = new boolean[lattice.figures()];
    for (int f = 0; f < nonNegative.length; f++) {
      nonNegative[f] = lattice.nonNegative(f);
    }
  }

  /** Asks something else of one cell, for the figure that the audit shows first. */
  void level(int cell, long down, long up) {
    levels.put(cell, new long[] {Math.max(1, down), Math.max(1, up)});
  }

  /** The figure that the table is about. */
  int main() {
    return spec.mainFigure();
  }

  boolean nonNegative(int figure) {
    return nonNegative[figure];
  }

  /** Up, in the figure's units: at least one. */
  long up(int figure, int cell) {
    long[] level = figure == spec.mainFigure() ? levels.get(cell) : null;
    return level == null ? width(figure, cell) : level[1];
  }

  private long width(int figure, int cell) {
    long value = Math.abs(lattice.value(figure, cell));
    if (!spec.isMagnitude(figure) && spec.width().frequency() > 0) {
      return spec.width().frequency() * powerOfTen(lattice.scale(figure));
    }
    return Math.max(1, (long) Math.ceil(spec.width().share() * value - 1e-9));
  }

  private static long powerOfTen(int scale) {
    long power = 1;
    for (int i = 0; i < scale; i++) {
      power *= 10;
    }
    return power;
  }

  /** Down: as far as up, but not under zero where no figure is negative. */
  long down(int figure, int cell) {
    long[] level = figure == spec.mainFigure() ? levels.get(cell) : null;
    long down = level == null ? width(figure, cell) : level[0];
    return nonNegative[figure] ? Math.min(down, lattice.value(figure, cell)) : down;
  }

  /** Whether an interval leaves a figure less room than it needs. */
  boolean isTooNarrow(int figure, int cell, Audit.Interval interval) {
    long value = lattice.value(figure, cell);
    double slack = Math.abs(value) > Audit.EXACT_UP_TO ? 1e-5 * Math.abs(value) : 0;
    return interval.lower() > value - down(figure, cell) + slack
        || interval.upper() < value + up(figure, cell) - slack;
  }
}
