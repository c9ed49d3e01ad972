package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;

/**
 * The cheapest pattern that keeps the interval of every primary cell, by mixed-integer programming
 * with one cut for each interval that is too narrow: the measure of the heuristics.
 *
 * <p>Source: Fischetti and Salazar (2000), <i>Models and algorithms for optimizing cell suppression
 * in tabular data with linear constraints</i>, sections 3 and 4.
 */
final class Optimum {

  private final Lattice lattice;
  private final Needs needs;
  private final Pattern primary;
  private final MPSolver master = Solver.integer();
  private final MPVariable[] hidden;
  private final MPSolver attacker = Solver.linear();
  private final MPVariable[] change;

  Optimum(ProtectionSpec spec, Lattice lattice) {
    this.lattice = lattice;
    this.needs = new Needs(spec, lattice);
    this.primary = new Pattern(spec, lattice, PrimaryRules.reasons(spec.policy(), lattice));
    int n = lattice.size();
    this.hidden = new MPVariable[n];
    this.change = new MPVariable[n];
    MPObjective cost = master.objective();
    for (int cell = 0; cell < n; cell++) {
      hidden[cell] = master.makeIntVar(primary.isPrimary(cell) ? 1 : 0, 1, "");
      cost.setCoefficient(hidden[cell], primary.cost(cell));
      change[cell] = attacker.makeNumVar(0, 0, "");
    }
    cost.setMinimization();
    Equations equations = lattice.equations();
    for (int row = 0; row < equations.rows(); row++) {
      MPConstraint sum = attacker.makeConstraint(0, 0);
      for (int t = equations.start(row); t < equations.end(row); t++) {
        sum.setCoefficient(change[equations.variable(t)], equations.coefficient(t));
      }
    }
  }

  /** What the best pattern hides besides primary cells, in the specification's cost. */
  double cost() {
    boolean cut = true;
    while (cut) {
      if (master.solve() != MPSolver.ResultStatus.OPTIMAL) {
        throw new IllegalStateException("no pattern");
      }
      boolean[] pattern = new boolean[hidden.length];
      for (int cell = 0; cell < pattern.length; cell++) {
        pattern[cell] = hidden[cell].solutionValue() > 0.5;
      }
      double cost = master.objective().value();
      cut = false;
      for (int cell = 0; cell < pattern.length; cell++) {
        if (primary.isPrimary(cell)) {
          cut |= falls(cell, true, needs.up(0, cell), pattern);
          cut |= falls(cell, false, needs.down(0, cell), pattern);
        }
      }
      if (!cut) {
        return cost;
      }
    }
    return Double.NaN;
  }

  /** Adds the cut that this pattern breaks, when the cell cannot go as far as it must. */
  private boolean falls(int cell, boolean up, long need, boolean[] pattern) {
    double most = 10.0 * lattice.value(0, 0) + need;
    for (int c = 0; c < change.length; c++) {
      change[c].setBounds(pattern[c] ? -lattice.value(0, c) : 0, pattern[c] ? most : 0);
    }
    change[cell].setBounds(up ? -lattice.value(0, cell) : -need, up ? need : most);
    MPObjective objective = attacker.objective();
    objective.clear();
    objective.setCoefficient(change[cell], up ? 1 : -1);
    objective.setMaximization();
    if (attacker.solve() != MPSolver.ResultStatus.OPTIMAL) {
      throw new IllegalStateException("the attacker's program");
    }
    if (attacker.objective().value() >= need - 1e-6) {
      return false;
    }
    MPConstraint cut = null;
    double[] reach = new double[change.length];
    for (int c = 0; c < change.length; c++) {
      double reduced = change[c].reducedCost();
      reach[c] = reduced > 1e-9 ? reduced * most : -reduced * lattice.value(0, c);
    }
    cut = master.makeConstraint(need, MPSolver.infinity());
    for (int c = 0; c < change.length; c++) {
      if (c != cell && reach[c] > 1e-9) {
        cut.setCoefficient(hidden[c], Math.min(need, reach[c]));
      }
    }
    return true;
  }
}
