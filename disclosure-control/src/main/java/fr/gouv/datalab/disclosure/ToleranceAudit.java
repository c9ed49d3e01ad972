package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import fr.gouv.datalab.disclosure.rounding.Sums;

/**
 * What an attacker infers of cells from a table of which every figure is known to be within a
 * tolerance of the truth: rounded tables, and tables with bounded noise.
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
  private final long[] published;
  private final long tolerance;
  private final boolean nonNegative;
  private MPSolver solver;
  private MPVariable[] variables;

  /**
   * @param values the true figures: what simple changes start from
   * @param tolerance how far from its true value a published figure may be, at most
   */
  ToleranceAudit(Sums sums, long[] values, long[] published, long tolerance, boolean nonNegative) {
    this.sums = sums;
    this.values = values;
    this.published = published;
    this.tolerance = tolerance;
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
    long least = way < 0 && nonNegative ? values[finest] : Long.MAX_VALUE;
    for (int above : sums.reach(finest)) {
      long away = way * (values[above] - published[above]);
      least = Math.min(least, tolerance - away);
    }
    return Math.max(0, least);
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
      double least = published[cell] - tolerance;
      variables[cell] =
          solver.makeNumVar(
              nonNegative ? Math.max(0, least) : least, published[cell] + tolerance, "");
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
