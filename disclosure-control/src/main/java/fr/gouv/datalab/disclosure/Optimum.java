package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;

/**
 * The cheapest pattern that keeps the interval of every primary cell, by mixed-integer programming
 * with one cut for each interval that is too narrow. For small tables: the time may double with
 * each cell.
 *
 * <p>Source: Fischetti and Salazar (2000), <i>Models and algorithms for optimizing cell suppression
 * in tabular data with linear constraints</i>, sections 3 and 4.
 */
final class Optimum {

  /** So many cells at most, margins included. */
  static final int LARGEST = 600;

  private static final int LONGEST_MILLIS = 300_000;

  private final Lattice lattice;
  private final Needs needs;
  private final Pattern pattern;
  private final MPSolver master = Solver.integer();
  private final MPVariable[] hidden;
  private final MPSolver attacker = Solver.linear();
  private final MPVariable[] change;

  Optimum(Lattice lattice, Needs needs, Pattern pattern) {
    if (lattice.size() > LARGEST) {
      throw new CannotProtectException(
          "`method: optimal` is for tables of up to "
              + LARGEST
              + " cells, margins included, and this one has "
              + lattice.size()
              + ": write `method: fast`.");
    }
    this.lattice = lattice;
    this.needs = needs;
    this.pattern = pattern;
    int n = lattice.size();
    this.hidden = new MPVariable[n];
    this.change = new MPVariable[n];
    MPObjective cost = master.objective();
    for (int cell = 0; cell < n; cell++) {
      hidden[cell] = master.makeIntVar(pattern.isHidden(cell) ? 1 : 0, 1, "");
      cost.setCoefficient(hidden[cell], pattern.cost(cell));
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

  /** Hides in the pattern what the best one hides. */
  void hide() {
    boolean[] best = solve();
    for (int cell = 0; cell < best.length; cell++) {
      if (best[cell] && !pattern.isHidden(cell)) {
        pattern.hide(cell);
      }
    }
  }

  /** What the best pattern hides besides cells hidden already, in the specification's cost. */
  double cost() {
    solve();
    return master.objective().value();
  }

  private boolean[] solve() {
    master.setTimeLimit(LONGEST_MILLIS);
    boolean[] best = new boolean[hidden.length];
    for (boolean cut = true; cut; ) {
      if (master.solve() != MPSolver.ResultStatus.OPTIMAL) {
        throw new CannotProtectException(
            "No best pattern of suppression was found in "
                + LONGEST_MILLIS / 1_000
                + " seconds: write `method: fast`.");
      }
      for (int cell = 0; cell < best.length; cell++) {
        best[cell] = hidden[cell].solutionValue() > 0.5;
      }
      cut = false;
      for (int cell = 0; cell < best.length; cell++) {
        for (int f = 0; f < lattice.figures() && pattern.isPrimary(cell); f++) {
          cut |= falls(cell, f, true, needs.up(f, cell), best);
          cut |= falls(cell, f, false, needs.down(f, cell), best);
        }
      }
    }
    return best;
  }

  /** Adds the cut that a pattern breaks, when the cell cannot go as far as it must. */
  private boolean falls(int cell, int figure, boolean up, long need, boolean[] seen) {
    if (need <= 0) {
      return false;
    }
    double most = most(figure) + need;
    for (int c = 0; c < change.length; c++) {
      change[c].setBounds(seen[c] ? -down(figure, c, most) : 0, seen[c] ? most : 0);
    }
    double furthest = down(figure, cell, most);
    change[cell].setBounds(up ? -furthest : -need, up ? need : most);
    MPObjective objective = attacker.objective();
    objective.clear();
    objective.setCoefficient(change[cell], up ? 1 : -1);
    objective.setMaximization();
    if (attacker.solve() != MPSolver.ResultStatus.OPTIMAL) {
      throw new CannotProtectException("The linear solver gave no answer: write `method: fast`.");
    }
    if (attacker.objective().value() >= need * (1 - 1e-9) - 1e-6) {
      return false;
    }
    MPConstraint cut = master.makeConstraint(1, MPSolver.infinity());
    for (int c = 0; c < change.length; c++) {
      double reduced = change[c].reducedCost();
      double reach = reduced > 1e-9 ? reduced * most : -reduced * down(figure, c, most);
      if (c != cell && reach > 1e-9) {
        cut.setCoefficient(hidden[c], Math.min(1, reach / need));
      }
    }
    return true;
  }

  private double most(int figure) {
    double all = 0;
    for (int cell = 0; cell < lattice.size(); cell++) {
      all = Math.max(all, Math.abs((double) lattice.value(figure, cell)));
    }
    return 10 * all;
  }

  private double down(int figure, int cell, double most) {
    return needs.nonNegative(figure) ? lattice.value(figure, cell) : most;
  }
}
