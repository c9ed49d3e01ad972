package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import fr.gouv.datalab.disclosure.rounding.Sums;

/**
 * What an attacker infers of cells from a table of which every figure is known to be between two
 * others: rounded tables, and tables with bounded noise.
 *
 * <p>True figures add up; published ones need not. For tables of up to 3,000 cells the bounds are
 * the attacker's own, by linear programming. In larger ones each is first sought among simple
 * changes that agree with everything published (one finest cell moves, and all the margins above
 * it): what such a change reaches, the attacker cannot exclude. Only where these do not suffice is
 * a program solved.
 */
final class ToleranceAudit {

  private static final int EXACT_UP_TO = 3_000;
  private static final int PROGRAM_UP_TO = 60_000;

  private final Sums sums;
  private final long[] values;
  private final double[] least;
  private final double[] most;
  private final boolean nonNegative;
  private MPSolver solver;
  private MPVariable[] variables;

  /**
   * @param values the true figures: what simple changes start from
   * @param least what each figure is at the least, as its published value says; infinite for
   *     nothing
   * @param most what it is at the most
   */
  ToleranceAudit(Sums sums, long[] values, double[] least, double[] most, boolean nonNegative) {
    this.sums = sums;
    this.values = values;
    this.least = least;
    this.most = most;
    this.nonNegative = nonNegative;
  }

  /** Whether intervals are the attacker's own, not only proved to be at least so wide. */
  boolean isExact() {
    return values.length <= EXACT_UP_TO;
  }

  /**
   * The interval of a cell.
   *
   * @param width how wide it should be
   */
  Audit.Interval interval(int cell, long width) {
    if (isExact()) {
      return solved(cell);
    }
    long lower = values[cell];
    long upper = values[cell];
    if (sums.isFinest(cell)) {
      lower -= slack(cell, -1);
      upper += slack(cell, 1);
    } else {
      int[] below = sums.finestUnder(cell);
      for (int finest : below) {
        lower = Math.min(lower, values[cell] - slack(finest, -1));
        upper = Math.max(upper, values[cell] + slack(finest, 1));
      }
    }
    return upper - lower >= width || values.length > PROGRAM_UP_TO
        ? new Audit.Interval(lower, upper)
        : solved(cell);
  }

  /**
   * How far a finest cell moves one way before a figure above it is too far from what is published.
   */
  private long slack(int finest, int way) {
    double room = way < 0 && nonNegative ? values[finest] : Long.MAX_VALUE / 4;
    for (int above : sums.reach(finest)) {
      room = Math.min(room, way < 0 ? values[above] - least[above] : most[above] - values[above]);
    }
    return (long) Math.max(0, room);
  }

  private Audit.Interval solved(int cell) {
    if (solver == null) {
      build();
    }
    MPObjective objective = solver.objective();
    objective.clear();
    objective.setCoefficient(variables[cell], 1);
    MPSolverParameters warm = Solver.warm();
    objective.setMinimization();
    double lower = bound(solver.solve(warm), objective);
    objective.setMaximization();
    double upper = bound(solver.solve(warm), objective);
    return new Audit.Interval(Math.ceil(lower - 1e-6), Math.floor(upper + 1e-6));
  }

  private static double bound(MPSolver.ResultStatus status, MPObjective objective) {
    if (status == MPSolver.ResultStatus.UNBOUNDED) {
      return objective.maximization() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    if (status != MPSolver.ResultStatus.OPTIMAL) {
      throw new CannotProtectException(
          "The linear solver found no bound (" + status + "): nothing is published.");
    }
    return objective.value();
  }

  private void build() {
    solver = Solver.linear();
    variables = new MPVariable[values.length];
    for (int cell = 0; cell < values.length; cell++) {
      double floor = nonNegative ? Math.max(0, least[cell]) : least[cell];
      variables[cell] =
          solver.makeNumVar(
              Double.isInfinite(floor) ? -MPSolver.infinity() : floor,
              Double.isInfinite(most[cell]) ? MPSolver.infinity() : most[cell],
              "");
    }
    for (int cell = 0; cell < values.length; cell++) {
      if (!sums.isFinest(cell)) {
        MPConstraint sum = solver.makeConstraint(0, 0);
        sum.setCoefficient(variables[cell], -1);
        for (int part : sums.parts(cell)) {
          sum.setCoefficient(variables[part], 1);
        }
      }
    }
  }
}
