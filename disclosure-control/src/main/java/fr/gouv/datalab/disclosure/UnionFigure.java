package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/**
 * One figure of the first of several tables in all that have it, whole in units of the finest last
 * decimal. Frequencies all count units; another figure is known by its name.
 */
final class UnionFigure {

  private static final long ESTIMATES = 0xE571A7EL;

  private final UnionSystem system;
  private final List<ReleasedTable> tables;
  private final int[] number;
  private final int scale;
  private final boolean[] hidden;
  private final long[] values;
  private final double[] least;
  private final double[] most;
  private final boolean changed;
  private final boolean nonNegative;
  private final Equations equations;

  /** Of a reader who uses all figures, changed ones within what they may be. */
  UnionFigure(UnionSystem system, List<ReleasedTable> tables, int figure) {
    this(system, tables, figure, true);
  }

  /**
   * @param useChanged whether the reader makes use of figures that were changed
   */
  UnionFigure(UnionSystem system, List<ReleasedTable> tables, int figure, boolean useChanged) {
    this.system = system;
    this.tables = tables;
    this.number = new int[tables.size()];
    boolean[] has = new boolean[number.length];
    int decimals = 0;
    for (int t = 0; t < number.length; t++) {
      String column = tables.get(0).published().spec().shown().get(figure);
      number[t] = figure == 0 ? 0 : tables.get(t).published().spec().shown().indexOf(column);
      has[t] = number[t] >= 0;
      decimals = has[t] ? Math.max(decimals, decimals(t)) : decimals;
    }
    this.scale = decimals;
    this.hidden = new boolean[system.variables()];
    this.values = new long[hidden.length];
    this.least = new double[hidden.length];
    this.most = new double[hidden.length];
    Arrays.fill(hidden, true);
    Arrays.fill(least, Double.NEGATIVE_INFINITY);
    Arrays.fill(most, Double.POSITIVE_INFINITY);
    boolean positive = true;
    boolean some = false;
    for (int t = 0; t < number.length; t++) {
      ProtectionSpec spec = tables.get(t).published().spec();
      positive &= !(has[t] && spec.negative() && spec.isMagnitude(number[t]));
    }
    for (int t = 0; t < number.length; t++) {
      PublishedTable table = tables.get(t).published();
      for (int cell = 0; has[t] && cell < table.cells(); cell++) {
        long value = value(t, cell);
        if (isChanged(t)) {
          some |= useChanged;
          positive &= number[t] == 0 || value >= 0;
          if (useChanged) {
            bound(t, cell);
          }
          continue;
        }
        positive &= value >= 0;
        if (!table.isHidden(cell)) {
          hidden[system.variable(t, cell)] = false;
          values[system.variable(t, cell)] = value;
        }
      }
    }
    this.changed = some;
    this.nonNegative = positive;
    this.equations = system.equations(has);
  }

  /** A changed figure is a constraint: the truth is so near to it at the most. */
  private void bound(int t, int cell) {
    PublishedTable table = tables.get(t).published();
    double unit = Math.pow(10, scale - table.scale(number[t]));
    int variable = system.variable(t, cell);
    least[variable] = table.least(number[t], cell) * unit;
    most[variable] = table.most(number[t], cell) * unit;
  }

  private boolean isChanged(int t) {
    return tables.get(t).published().blur().isPresent();
  }

  /** Whether the reader uses figures that were changed. */
  boolean usesChanged() {
    return changed;
  }

  private int decimals(int t) {
    PublishedTable table = tables.get(t).published();
    int most = table.scale(number[t]);
    for (int cell = 0; cell < table.cells(); cell++) {
      if (table.isHidden(cell) || isChanged(t)) {
        most = Math.max(most, secret(t, cell).map(BigDecimal::scale).orElse(0));
      }
    }
    return most;
  }

  private Optional<BigDecimal> secret(int t, int cell) {
    return tables.get(t).hidden().flatMap(hidden -> hidden.figure(number[t], cell));
  }

  /** What is true of a cell, as far as is known here: what is published, or zero, where not. */
  private long value(int t, int cell) {
    PublishedTable table = tables.get(t).published();
    Optional<BigDecimal> secret = secret(t, cell);
    if (!table.isHidden(cell) && !(isChanged(t) && secret.isPresent())) {
      return BigDecimal.valueOf(table.value(number[t], cell), table.scale(number[t]))
          .movePointRight(scale)
          .longValueExact();
    }
    return secret.map(figure -> figure.movePointRight(scale).longValueExact()).orElse(0L);
  }

  boolean isNonNegative() {
    return nonNegative;
  }

  boolean has(int t) {
    return number[t] >= 0;
  }

  String name(int t) {
    return tables.get(t).published().spec().shown().get(number[t]);
  }

  /** What ties all variables together. */
  Equations equations() {
    return equations;
  }

  /** The true figure of a hidden cell, where it is known here. */
  OptionalLong truth(int t, int cell) {
    return tables.get(t).published().isHidden(cell) && secret(t, cell).isPresent()
        ? OptionalLong.of(value(t, cell))
        : OptionalLong.empty();
  }

  /** What follows, one equation at a time, from the tables that are told. */
  Peeling known(IntPredicate told) {
    return known(told, Map.of());
  }

  /**
   * The same, to one who knows more.
   *
   * @param besides the figures of some variables
   */
  Peeling known(IntPredicate told, Map<Integer, Long> besides) {
    boolean[] open = hidden.clone();
    for (int t = 0; t < number.length; t++) {
      for (int cell = 0; !told.test(t) && cell < tables.get(t).published().cells(); cell++) {
        open[system.variable(t, cell)] = true;
      }
    }
    long[] seen = besides.isEmpty() ? values : values.clone();
    besides.forEach(
        (variable, value) -> {
          open[variable] = false;
          seen[variable] = value;
        });
    return new Peeling(equations, open, seen, nonNegative);
  }

  /**
   * The intervals of variables: what a reader who has the tables told infers.
   *
   * @param told the same tables as those of which {@code known} is what follows
   * @throws BadInputException when no figures agree with them
   */
  Audit.Interval[] intervals(Peeling known, IntPredicate told, boolean[] wanted) {
    boolean[] asked = wanted.clone();
    double[] from = changed ? told(told, least, Double.NEGATIVE_INFINITY) : least;
    double[] to = changed ? told(told, most, Double.POSITIVE_INFINITY) : most;
    for (int variable = 0; changed && variable < asked.length; variable++) {
      long value = known.value(variable);
      if (known.isKnown(variable) && (value < from[variable] || value > to[variable])) {
        throw new BadInputException("A figure is further from the truth than it may be.");
      }
    }
    for (int variable = 0; variable < asked.length; variable++) {
      asked[variable] &= !known.isKnown(variable);
    }
    Audit.Interval[] intervals =
        new Audit(equations, known.tiedTo(asked), known.values(), nonNegative)
            .within(from, to)
            .intervals(asked);
    for (int variable = 0; variable < asked.length; variable++) {
      if (wanted[variable] && known.isKnown(variable)) {
        intervals[variable] = new Audit.Interval(known.value(variable), known.value(variable));
      }
    }
    return intervals;
  }

  /**
   * The figures that the equations give, one for each variable that they give: where tables do not
   * agree, any of those that some of them give.
   */
  RandomKernel estimates(IntPredicate told) {
    boolean[] open = hidden.clone();
    for (int t = 0; t < number.length; t++) {
      for (int cell = 0; !told.test(t) && cell < tables.get(t).published().cells(); cell++) {
        open[system.variable(t, cell)] = true;
      }
    }
    return estimates(open, values);
  }

  /** What the equations say, all together, of what does not follow from them one at a time. */
  RandomKernel rest(Peeling known) {
    return estimates(known.unknown(), known.values());
  }

  private RandomKernel estimates(boolean[] open, long[] figures) {
    long[] sums = new long[equations.rows()];
    for (int row = 0; row < sums.length; row++) {
      for (int t = equations.start(row); t < equations.end(row); t++) {
        int variable = equations.variable(t);
        sums[row] -= open[variable] ? 0 : equations.coefficient(t) * figures[variable];
      }
    }
    return new RandomKernel(equations, open, sums, 1, ESTIMATES, RandomKernel.MOST);
  }

  /** Whether a figure is nearer to the truth of a hidden cell than its own table allows. */
  boolean isNear(int t, int cell, long inferred) {
    OptionalLong truth = truth(t, cell);
    return truth.isPresent() && Math.abs(inferred - truth.getAsLong()) < asked(t, cell) - 0.25;
  }

  /** Whether an interval is further from the truth than a reader may come near it. */
  boolean isMisled(int t, int cell, Audit.Interval interval) {
    OptionalLong truth = truth(t, cell);
    return truth.isPresent()
        && (interval.lower() > truth.getAsLong() + asked(t, cell)
            || interval.upper() < truth.getAsLong() - asked(t, cell));
  }

  private double asked(int t, int cell) {
    BigDecimal secret = secret(t, cell).orElseThrow();
    double unit = Math.pow(10, -secret.scale());
    return tables.get(t).published().asked(number[t], secret, unit) * Math.pow(10, scale);
  }

  private double[] told(IntPredicate told, double[] bounds, double none) {
    double[] kept = bounds.clone();
    for (int t = 0; t < number.length; t++) {
      for (int cell = 0; !told.test(t) && cell < tables.get(t).published().cells(); cell++) {
        kept[system.variable(t, cell)] = none;
      }
    }
    return kept;
  }

  /** An interval in units of the last decimal of a table's own figure; null for null. */
  Audit.Interval inUnitsOf(int t, Audit.Interval interval) {
    if (interval == null) {
      return null;
    }
    double unit = Math.pow(10, scale - tables.get(t).published().scale(number[t]));
    return new Audit.Interval(interval.lower() / unit, interval.upper() / unit);
  }

  /**
   * Whether a reader comes closer to a hidden cell than its own table allows. Where in an interval
   * the truth stands cannot be chosen when figures are changed: then the two sides are asked of it
   * together.
   */
  boolean isNarrow(int t, int cell, Audit.Interval interval) {
    ReleasedTable released = tables.get(t);
    if (released.hidden().isPresent() && !released.hidden().get().isPrimary(cell)) {
      return false;
    }
    Optional<BigDecimal> secret = secret(t, cell);
    if (secret.isEmpty()) {
      return interval.lower() >= interval.upper();
    }
    double asked = asked(t, cell);
    long value = value(t, cell);
    double down = interval.lower() >= 0 ? Math.min(asked, value) : asked;
    double slack = Math.max(0.5, Math.abs(value) > Audit.EXACT_UP_TO ? 1e-5 * Math.abs(value) : 0);
    if (changed) {
      return interval.upper() - interval.lower() < down + asked - slack;
    }
    return interval.lower() > value - down + slack || interval.upper() < value + asked - slack;
  }

  /**
   * The published cells of the first table that stand nearest to a variable in the equations.
   *
   * @param useful which of them are worth hiding
   */
  List<Integer> nearest(int variable, IntPredicate useful) {
    boolean[] seen = new boolean[hidden.length];
    boolean[] used = new boolean[equations.rows()];
    List<Integer> front = List.of(variable);
    seen[variable] = true;
    PublishedTable first = tables.get(0).published();
    while (!front.isEmpty()) {
      List<Integer> next = new ArrayList<>();
      List<Integer> found = new ArrayList<>();
      for (int row = 0; row < used.length; row++) {
        if (used[row] || !touches(row, front)) {
          continue;
        }
        used[row] = true;
        for (int t = equations.start(row); t < equations.end(row); t++) {
          int other = equations.variable(t);
          int cell = other - system.variable(0, 0);
          if (hidden[other] && !seen[other]) {
            seen[other] = true;
            next.add(other);
          } else if (!hidden[other]
              && cell >= 0
              && cell < first.cells()
              && !found.contains(cell)
              && useful.test(cell)) {
            found.add(cell);
          }
        }
      }
      if (!found.isEmpty()) {
        return found;
      }
      front = next;
    }
    return List.of();
  }

  private boolean touches(int row, List<Integer> front) {
    for (int t = equations.start(row); t < equations.end(row); t++) {
      if (front.contains(equations.variable(t))) {
        return true;
      }
    }
    return false;
  }
}
