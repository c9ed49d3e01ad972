package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What tables of other dates tell of cells that did not change much: a cell that one date hides for
 * another's sake and that another date shows is known, near enough, at both. So the cells that all
 * dates hide must protect each primary cell by themselves: where they do not, and what a reader
 * then computes comes as near to the truth as may not be, the table falls short. Where units came
 * and went, what is computed is far from the truth, and nothing is asked.
 */
final class Steady {

  private static final long SEED = 0x57EADL;

  private final ReleasedTable candidate;
  private final PublishedTable own;
  private final List<PublishedTable> others;
  private final Set<String> shortfalls = new LinkedHashSet<>();
  private final Set<List<String>> toHide = new LinkedHashSet<>();
  private final Set<List<String>> known = new LinkedHashSet<>();

  /**
   * @param dates tables of the same units at other dates; those of the same columns whose figures
   *     are not changed are used
   */
  Steady(ReleasedTable candidate, List<ReleasedTable> dates) {
    this.candidate = candidate;
    this.own = candidate.published();
    this.others =
        dates.stream()
            .sorted((a, b) -> distance(a).compareTo(distance(b)))
            .map(ReleasedTable::published)
            .filter(each -> each.spec().columns().equals(own.spec().columns()))
            .filter(each -> each.blur().isEmpty())
            .toList();
  }

  private Long distance(ReleasedTable other) {
    return Math.abs(
        other.population().asOf().toEpochDay() - candidate.population().asOf().toEpochDay());
  }

  DisclosureCheck.Outcome outcome() {
    if (!others.isEmpty() && own.blur().isEmpty() && candidate.hidden().isPresent()) {
      Equations equations = own.equations();
      for (int f = 0; f < own.spec().shown().size(); f++) {
        infer(equations, f);
      }
    }
    return new DisclosureCheck.Outcome(new Verdict(true, List.copyOf(shortfalls)), toHide, known);
  }

  private void infer(Equations equations, int figure) {
    boolean[] open = new boolean[own.cells()];
    long[] values = new long[open.length];
    boolean more = false;
    for (int cell = 0; cell < open.length; cell++) {
      open[cell] = own.isHidden(cell);
      values[cell] = open[cell] ? 0 : own.value(figure, cell);
      Optional<BigDecimal> seen = open[cell] ? elsewhere(figure, cell) : Optional.empty();
      if (seen.isPresent()) {
        open[cell] = false;
        values[cell] = scaled(seen.get(), figure);
        more = true;
      }
    }
    if (!more) {
      return;
    }
    long[] sums = new long[equations.rows()];
    for (int row = 0; row < sums.length; row++) {
      for (int t = equations.start(row); t < equations.end(row); t++) {
        int cell = equations.variable(t);
        sums[row] -= open[cell] ? 0 : equations.coefficient(t) * values[cell];
      }
    }
    RandomKernel kernel = new RandomKernel(equations, open, sums, 1, SEED, RandomKernel.MOST);
    for (int cell = 0; cell < open.length; cell++) {
      if (open[cell]
          && candidate.hidden().orElseThrow().isPrimary(cell)
          && kernel.isDetermined(cell)
          && isNear(figure, cell, kernel.value(cell))) {
        fallsShort(equations, figure, cell);
      }
    }
  }

  /** What the nearest date that shows a cell says of it. */
  private Optional<BigDecimal> elsewhere(int figure, int cell) {
    String column = own.spec().shown().get(figure);
    for (PublishedTable other : others) {
      int f = figure == 0 ? 0 : other.spec().shown().indexOf(column);
      int there = other.find(own.codes(cell));
      if (f >= 0 && there >= 0 && !other.isHidden(there)) {
        return Optional.of(BigDecimal.valueOf(other.value(f, there), other.scale(f)));
      }
    }
    return Optional.empty();
  }

  private long scaled(BigDecimal value, int figure) {
    return value.movePointRight(own.scale(figure)).longValue();
  }

  private boolean isNear(int figure, int cell, long inferred) {
    Optional<BigDecimal> truth = candidate.hidden().orElseThrow().figure(figure, cell);
    if (truth.isEmpty()) {
      return false;
    }
    double unit = Math.pow(10, -own.scale(figure));
    double asked = own.asked(figure, truth.get(), unit);
    return Math.abs(inferred * unit - truth.get().doubleValue()) < asked - unit / 4;
  }

  private void fallsShort(Equations equations, int figure, int cell) {
    shortfalls.add(
        own.name(cell)
            + ": the cells that protect it are shown in tables of other dates, and hardly changed: a"
            + " reader infers its "
            + own.spec().shown().get(figure)
            + " more closely than may be.");
    for (int other = 0; other < own.cells(); other++) {
      boolean rule = candidate.hidden().orElseThrow().isPrimary(other);
      if (own.isHidden(other) && !rule && isShown(own.codes(other))) {
        known.add(own.codes(other));
      }
    }
    for (int row = 0; row < equations.rows(); row++) {
      for (int t = equations.start(row); t < equations.end(row); t++) {
        if (equations.variable(t) == cell) {
          hideWithin(equations, row);
        }
      }
    }
  }

  private boolean isShown(List<String> codes) {
    return others.stream()
        .anyMatch(other -> other.find(codes) >= 0 && !other.isHidden(other.find(codes)));
  }

  /** The smallest shown cell of a sum that no other date shows. */
  private void hideWithin(Equations equations, int row) {
    int smallest = -1;
    for (int t = equations.start(row); t < equations.end(row); t++) {
      int cell = equations.variable(t);
      if (!own.isHidden(cell)
          && !isShown(own.codes(cell))
          && (smallest < 0 || own.value(0, cell) < own.value(0, smallest))) {
        smallest = cell;
      }
    }
    if (smallest >= 0) {
      toHide.add(own.codes(smallest));
    }
  }
}
