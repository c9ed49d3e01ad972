package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the strongest linear attacker infers: for each hidden cell, the least and the most that
 * agree with everything published, by linear programming on each connected component.
 *
 * <p>The attacker knows the sums, that the figures of this kind are not negative, and that counts
 * are whole units of their last decimal. It works from published figures alone and shares no code
 * with the suppression. Source: Fischetti and Salazar (2000), <i>Models and algorithms for
 * optimizing cell suppression in tabular data with linear constraints</i>, section 2.
 */
final class Audit {

  /** Figures up to so many units are solved unit by unit; larger ones to six digits. */
  static final long EXACT_UP_TO = 1_000_000;

  private static final double TOLERANCE = 1e-6;

  private final Equations equations;
  private final boolean[] hidden;
  private final long[] values;
  private final boolean nonNegative;
  private final long[] sums;
  private final double[] right;
  private final double unit;
  private final double[] least;
  private final double[] most;

  /** The interval of a hidden cell; infinite where nothing bounds it. */
  record Interval(double lower, double upper) {}

  /**
   * @param values figures; those of hidden cells are not looked at
   * @param nonNegative whether the attacker takes it that figures are not negative
   */
  Audit(Equations equations, boolean[] hidden, long[] values, boolean nonNegative) {
    this(equations, hidden, values, nonNegative, null, null);
  }

  private Audit(
      Equations equations,
      boolean[] hidden,
      long[] values,
      boolean nonNegative,
      double[] least,
      double[] most) {
    this.equations = equations;
    this.hidden = hidden;
    this.values = values;
    this.nonNegative = nonNegative;
    this.least = least;
    this.most = most;
    this.right = new double[equations.rows()];
    this.sums = new long[equations.rows()];
    long largest = 1;
    for (int row = 0; row < sums.length; row++) {
      boolean open = false;
      for (int t = equations.start(row); t < equations.end(row); t++) {
        if (hidden[equations.variable(t)]) {
          open = true;
        } else {
          sums[row] -= equations.coefficient(t) * values[equations.variable(t)];
        }
      }
      if (open) {
        largest = Math.max(largest, Math.abs(sums[row]));
      }
    }
    this.unit = Math.max(1, largest / (double) EXACT_UP_TO);
    for (int row = 0; row < sums.length; row++) {
      right[row] = sums[row] / unit;
    }
  }

  /**
   * The same, of an attacker who knows that each hidden cell is between two figures, infinite where
   * nothing is known of it.
   */
  Audit within(double[] least, double[] most) {
    return new Audit(equations, hidden, values, nonNegative, least, most);
  }

  /**
   * The interval of each hidden cell; null for the others.
   *
   * @throws BadInputException when no table agrees with the published figures
   */
  Interval[] intervals() {
    return intervals(hidden);
  }

  /** The interval of those hidden cells that are wanted; null for the others. */
  Interval[] intervals(boolean[] wanted) {
    return intervals(wanted, Integer.MAX_VALUE);
  }

  /**
   * The same; where more cells are tied together than a number, a cell that is not inferred exactly
   * is left wide open instead ({@link ExactCells}).
   */
  Interval[] intervals(boolean[] wanted, int most) {
    Interval[] intervals = new Interval[hidden.length];
    boolean[] large = new boolean[hidden.length];
    boolean some = false;
    for (List<Integer> component : components()) {
      if (component.size() <= most) {
        solve(component, wanted, intervals);
      } else {
        component.forEach(cell -> large[cell] = true);
        some = true;
      }
    }
    if (some) {
      new ExactCells(equations, large, sums, unit, nonNegative).fill(wanted, intervals);
    }
    return intervals;
  }

  private List<List<Integer>> components() {
    int[] group = new int[hidden.length];
    Arrays.setAll(group, i -> i);
    for (int row = 0; row < equations.rows(); row++) {
      int first = -1;
      for (int t = equations.start(row); t < equations.end(row); t++) {
        int variable = equations.variable(t);
        if (hidden[variable]) {
          if (first < 0) {
            first = root(group, variable);
          } else {
            group[root(group, variable)] = first;
          }
        }
      }
    }
    List<List<Integer>> components = new ArrayList<>();
    int[] place = new int[hidden.length];
    for (int i = 0; i < hidden.length; i++) {
      if (hidden[i]) {
        int root = root(group, i);
        if (place[root] == 0) {
          components.add(new ArrayList<>());
          place[root] = components.size();
        }
        components.get(place[root] - 1).add(i);
      }
    }
    return components;
  }

  private static int root(int[] group, int i) {
    int root = i;
    while (group[root] != root) {
      group[root] = group[group[root]];
      root = group[root];
    }
    return root;
  }

  private void solve(List<Integer> component, boolean[] wanted, Interval[] intervals) {
    MPSolver solver = Solver.linear();
    MPSolverParameters parameters = Solver.warm();
    MPVariable[] variables = new MPVariable[hidden.length];
    boolean[] mine = new boolean[hidden.length];
    for (int cell : component) {
      mine[cell] = true;
      variables[cell] = solver.makeNumVar(floor(cell), ceiling(cell), "");
    }
    for (int row = 0; row < equations.rows(); row++) {
      MPConstraint constraint = null;
      for (int t = equations.start(row); t < equations.end(row); t++) {
        int variable = equations.variable(t);
        if (mine[variable]) {
          if (constraint == null) {
            constraint = solver.makeConstraint(right[row], right[row]);
          }
          constraint.setCoefficient(variables[variable], equations.coefficient(t));
        }
      }
    }
    MPObjective objective = solver.objective();
    double[] least = new double[component.size()];
    double[] most = new double[component.size()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    if (component.stream().noneMatch(cell -> wanted[cell])) {
      // Nothing is asked: that some table agrees is still to be seen.
      objective.setMinimization();
      optimum(solver, parameters, variables[component.get(0)], 0);
      return;
    }
    for (int k = 0; k < component.size(); k++) {
      if (!wanted[component.get(k)]) {
        continue;
      }
      MPVariable variable = variables[component.get(k)];
      objective.setCoefficient(variable, 1);
      if (!(nonNegative && least[k] <= TOLERANCE)) {
        objective.setMinimization();
        least[k] = optimum(solver, parameters, variable, Double.NEGATIVE_INFINITY);
        note(least[k], variables, component, least);
      }
      objective.setMaximization();
      most[k] = optimum(solver, parameters, variable, Double.POSITIVE_INFINITY);
      note(most[k], variables, component, least);
      objective.setCoefficient(variable, 0);
      intervals[component.get(k)] = new Interval(rounded(least[k], true), rounded(most[k], false));
    }
  }

  private double floor(int cell) {
    double floor = least == null ? Double.NEGATIVE_INFINITY : least[cell] / unit;
    floor = nonNegative ? Math.max(0, floor) : floor;
    return Double.isInfinite(floor) ? -MPSolver.infinity() : floor;
  }

  private double ceiling(int cell) {
    double ceiling = most == null ? Double.POSITIVE_INFINITY : most[cell] / unit;
    if (ceiling < floor(cell)) {
      throw new BadInputException(
          "No table agrees with the published figures: two are too far from one another.");
    }
    return Double.isInfinite(ceiling) ? MPSolver.infinity() : ceiling;
  }

  /** A solution seen on the way that has a cell at zero settles that cell's lower bound. */
  private void note(double found, MPVariable[] variables, List<Integer> component, double[] least) {
    if (nonNegative && !Double.isInfinite(found)) {
      for (int k = 0; k < least.length; k++) {
        if (least[k] > 0 && variables[component.get(k)].solutionValue() <= 0) {
          least[k] = 0;
        }
      }
    }
  }

  private static double optimum(
      MPSolver solver, MPSolverParameters parameters, MPVariable variable, double unbounded) {
    MPSolver.ResultStatus status = solver.solve(parameters);
    if (status == MPSolver.ResultStatus.OPTIMAL) {
      return variable.solutionValue();
    }
    if (status == MPSolver.ResultStatus.UNBOUNDED) {
      return unbounded;
    }
    if (status == MPSolver.ResultStatus.INFEASIBLE) {
      throw new BadInputException(
          "No table agrees with the published figures: they do not add up.");
    }
    throw new CannotProtectException(
        "The linear solver gave no answer (" + status + "): the audit is not complete.");
  }

  private double rounded(double value, boolean lower) {
    if (Double.isInfinite(value)) {
      return value;
    }
    double figure = value * unit;
    double slack = TOLERANCE * (unit > 1 ? Math.max(1, Math.abs(figure)) : 1);
    // Adding 0 turns a negative zero into zero.
    return (lower ? Math.ceil(figure - slack) : Math.floor(figure + slack)) + 0.0;
  }
}
