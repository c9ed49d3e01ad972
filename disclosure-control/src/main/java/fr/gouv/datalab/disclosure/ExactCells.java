package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;

/**
 * Which hidden cells a reader infers exactly, where they are too many for the interval of each: one
 * linear program and one elimination for all of them.
 *
 * <p>The program finds figures that agree with what is published and of which as few as possible
 * are zero: those that are zero in them are zero in all (Freund, Roundy and Todd, 1985). What is
 * left can move both ways, so a cell is inferred exactly when, and only when, the equations alone
 * give it ({@link RandomKernel}). Above a size that a program can hold, or where nothing agrees
 * that it finds, the equations alone decide, and zeros that signs force are not seen.
 */
final class ExactCells {

  private static final int PROGRAM_UP_TO = 40_000;
  private static final long SEED = 0xE8AC7L;

  private final Equations equations;
  private final boolean[] unknown;
  private final long[] sums;
  private final double unit;
  private final boolean nonNegative;

  /**
   * @param unknown the cells
   * @param sums by equation, what its unknown cells add up to
   * @param unit in which the program counts
   */
  ExactCells(
      Equations equations, boolean[] unknown, long[] sums, double unit, boolean nonNegative) {
    this.equations = equations;
    this.unknown = unknown;
    this.sums = sums;
    this.unit = unit;
    this.nonNegative = nonNegative;
  }

  /** Gives each wanted cell its figure twice when it is exact, else all that signs allow. */
  void fill(boolean[] wanted, Audit.Interval[] intervals) {
    boolean[] able = unknown.clone();
    int count = 0;
    for (boolean each : unknown) {
      count += each ? 1 : 0;
    }
    if (count <= PROGRAM_UP_TO) {
      solve(able);
    }
    RandomKernel kernel = new RandomKernel(equations, able, sums, 1, SEED, RandomKernel.MOST);
    if (!kernel.isComplete()) {
      throw new CannotProtectException(
          "What a reader infers could not be decided: audit a smaller table.");
    }
    double lowest = nonNegative ? 0 : Double.NEGATIVE_INFINITY;
    for (int cell = 0; cell < unknown.length; cell++) {
      if (unknown[cell] && wanted[cell]) {
        double figure = able[cell] && kernel.isDetermined(cell) ? kernel.value(cell) : 0;
        intervals[cell] =
            kernel.isDetermined(cell)
                ? new Audit.Interval(figure, figure)
                : new Audit.Interval(lowest, Double.POSITIVE_INFINITY);
      }
    }
  }

  /** Finds figures with as few zeros as can be, and takes the zeros off those that are able. */
  private void solve(boolean[] able) {
    MPSolver solver = Solver.linear();
    MPVariable[] part = new MPVariable[unknown.length];
    MPVariable[] rest = new MPVariable[unknown.length];
    MPVariable times = solver.makeNumVar(1, nonNegative ? MPSolver.infinity() : 1, "");
    MPObjective objective = solver.objective();
    objective.setMaximization();
    for (int cell = 0; cell < unknown.length; cell++) {
      if (unknown[cell]) {
        double lowest = nonNegative ? 0 : -MPSolver.infinity();
        rest[cell] = solver.makeNumVar(lowest, MPSolver.infinity(), "");
        part[cell] = solver.makeNumVar(0, nonNegative ? 1 : 0, "");
        objective.setCoefficient(part[cell], 1);
      }
    }
    for (int row = 0; row < equations.rows(); row++) {
      MPConstraint sum = null;
      for (int t = equations.start(row); t < equations.end(row); t++) {
        int cell = equations.variable(t);
        if (unknown[cell]) {
          if (sum == null) {
            sum = solver.makeConstraint(0, 0);
            sum.setCoefficient(times, -sums[row] / unit);
          }
          sum.setCoefficient(rest[cell], equations.coefficient(t));
          sum.setCoefficient(part[cell], equations.coefficient(t));
        }
      }
    }
    MPSolver.ResultStatus status = solver.solve();
    if (status == MPSolver.ResultStatus.INFEASIBLE) {
      throw new BadInputException(
          "No table agrees with the published figures: they do not add up.");
    }
    boolean solved = status == MPSolver.ResultStatus.OPTIMAL;
    for (int cell = 0; solved && cell < unknown.length; cell++) {
      if (unknown[cell]) {
        able[cell] = !nonNegative || part[cell].solutionValue() > 0.5;
      }
    }
    solver.delete();
  }
}
