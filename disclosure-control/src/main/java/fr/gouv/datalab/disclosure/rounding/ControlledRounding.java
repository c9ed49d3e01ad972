package fr.gouv.datalab.disclosure.rounding;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.Optional;

/**
 * Controlled rounding by integer programming: every cell, margins included, goes to one of the two
 * multiples next to it (a multiple stays), the table adds up, and the sum of the distances is the
 * least.
 *
 * <p>In two-way tables there always is one; in others there may be none (Causey, Cox and Ernst,
 * 1985). With {@code steps} above 1, a cell may go that many multiples away instead.
 */
public final class ControlledRounding {

  private static final int SECONDS = 20;

  private ControlledRounding() {}

  /**
   * Rounds a table.
   *
   * @param solver for whole variables, empty
   * @param values of every cell
   * @param base above 1
   * @param steps how many multiples away a cell may go: 1 is the next one on either side
   * @return nothing where there is no such table, or none was found in time
   */
  public static Optional<RoundedTable> of(
      MPSolver solver, Sums sums, long[] values, long base, int steps) {
    int n = sums.cells();
    MPVariable[] ups = new MPVariable[n];
    MPObjective cost = solver.objective();
    for (int cell = 0; cell < n; cell++) {
      long rest = Math.floorMod(values[cell], base);
      int least = rest == 0 && steps == 1 ? 0 : 1 - steps;
      int most = rest == 0 && steps == 1 ? 0 : steps;
      ups[cell] = solver.makeIntVar(least, most, "");
      if (steps == 1) {
        cost.setCoefficient(ups[cell], base - 2.0 * rest);
      } else {
        MPVariable distance = solver.makeNumVar(0, MPSolver.infinity(), "");
        cost.setCoefficient(distance, 1);
        MPConstraint over = solver.makeConstraint(-rest, MPSolver.infinity());
        over.setCoefficient(distance, 1);
        over.setCoefficient(ups[cell], -base);
        MPConstraint under = solver.makeConstraint(rest, MPSolver.infinity());
        under.setCoefficient(distance, 1);
        under.setCoefficient(ups[cell], base);
      }
    }
    cost.setMinimization();
    for (int cell = 0; cell < n; cell++) {
      if (!sums.isFinest(cell)) {
        add(solver, ups, sums, cell, values, base);
      }
    }
    solver.setTimeLimit(SECONDS * 1000L);
    MPSolver.ResultStatus status = solver.solve();
    if (status != MPSolver.ResultStatus.OPTIMAL && status != MPSolver.ResultStatus.FEASIBLE) {
      return Optional.empty();
    }
    return Optional.of(table(sums, ups, values, base));
  }

  private static void add(
      MPSolver solver, MPVariable[] ups, Sums sums, int cell, long[] values, long base) {
    long offset = Math.floorDiv(values[cell], base);
    MPConstraint sum = solver.makeConstraint();
    sum.setCoefficient(ups[cell], -1);
    for (int i = sums.partsFrom(cell); i < sums.partsTo(cell); i++) {
      sum.setCoefficient(ups[sums.part(i)], 1);
      offset -= Math.floorDiv(values[sums.part(i)], base);
    }
    sum.setBounds(offset, offset);
  }

  private static RoundedTable table(Sums sums, MPVariable[] ups, long[] values, long base) {
    long[] rounded = new long[ups.length];
    long distance = 0;
    boolean controlled = true;
    for (int cell = 0; cell < rounded.length; cell++) {
      if (sums.isFinest(cell)) {
        rounded[cell] =
            base * (Math.floorDiv(values[cell], base) + Math.round(ups[cell].solutionValue()));
      }
    }
    // What the solver says of margins is not relied upon: they are the sums.
    rounded = sums.total(rounded);
    for (int cell = 0; cell < rounded.length; cell++) {
      long away = Math.abs(rounded[cell] - values[cell]);
      distance = Math.max(distance, away);
      controlled &= away < base;
    }
    return new RoundedTable(rounded, distance, controlled);
  }
}
