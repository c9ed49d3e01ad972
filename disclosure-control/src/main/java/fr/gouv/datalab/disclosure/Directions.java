package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import java.util.TreeMap;

/**
 * Finds by linear programming the cheapest change of cells that meets a requirement, whatever its
 * shape: what hypercubes cannot reach.
 *
 * <p>Source: the linear heuristic of Kelly, Golden and Assad (1992), <i>Cell suppression:
 * disclosure protection for sensitive tabular data</i>, with hidden cells at almost no cost.
 */
final class Directions {

  private static final double ALMOST_NOTHING = 1e-4;

  private final Lattice lattice;
  private final Needs needs;
  private final int figure;
  private final double unit;
  private final MPSolver solver;
  private final MPVariable[] up;
  private final MPVariable[] down;
  private final double[] weights;
  private final double meanWorth;
  private final MPObjective objective;
  private final MPSolverParameters parameters = Solver.warm();

  Directions(Lattice lattice, Needs needs, Pattern pattern, int figure) {
    this.lattice = lattice;
    this.needs = needs;
    this.figure = figure;
    this.solver = Solver.linear();
    solver.setSolverSpecificParametersAsString("use_dual_simplex: true");
    int n = lattice.size();
    this.up = new MPVariable[n];
    this.down = new MPVariable[n];
    this.weights = new double[n];
    double largest = 1;
    double worth = 0;
    for (int cell = 0; cell < n; cell++) {
      largest = Math.max(largest, Math.abs(lattice.value(figure, cell)));
      worth += pattern.worth(cell);
    }
    this.unit = Math.max(1, largest / 1e6);
    this.meanWorth = worth / n;
    this.objective = solver.objective();
    objective.setMinimization();
    double infinity = MPSolver.infinity();
    for (int cell = 0; cell < n; cell++) {
      up[cell] = solver.makeNumVar(0, infinity, "");
      down[cell] = solver.makeNumVar(0, mostDown(cell), "");
      weigh(pattern, cell);
    }
    Equations equations = lattice.equations();
    for (int row = 0; row < equations.rows(); row++) {
      MPConstraint constraint = solver.makeConstraint(0, 0);
      for (int t = equations.start(row); t < equations.end(row); t++) {
        constraint.setCoefficient(up[equations.variable(t)], equations.coefficient(t));
        constraint.setCoefficient(down[equations.variable(t)], -equations.coefficient(t));
      }
    }
  }

  private double mostDown(int cell) {
    return needs.nonNegative(figure) ? lattice.value(figure, cell) / unit : MPSolver.infinity();
  }

  private void weigh(Pattern pattern, int cell) {
    double weight = pattern.isHidden(cell) ? ALMOST_NOTHING : 0.1 + pattern.worth(cell) / meanWorth;
    if (weights[cell] != weight) {
      weights[cell] = weight;
      objective.setCoefficient(up[cell], weight);
      objective.setCoefficient(down[cell], weight);
    }
  }

  /** Tells that a cell has been hidden, or shown again. */
  void changed(Pattern pattern, int cell) {
    weigh(pattern, cell);
  }

  /**
   * A certificate for a requirement of this figure; the cells that it moves may have to be hidden.
   *
   * @return null when the program finds none, or none in whole numbers
   */
  Certificate find(Requirement requirement) {
    int cell = requirement.cell();
    double need = requirement.need() / unit;
    MPVariable wanted = requirement.up() ? up[cell] : down[cell];
    MPVariable other = requirement.up() ? down[cell] : up[cell];
    wanted.setBounds(need, need);
    other.setBounds(0, 0);
    if (requirement.known() >= 0) {
      up[requirement.known()].setBounds(0, 0);
      down[requirement.known()].setBounds(0, 0);
    }
    MPSolver.ResultStatus status = solver.solve(parameters);
    Certificate found = status == MPSolver.ResultStatus.OPTIMAL ? read(requirement) : null;
    free(cell);
    if (requirement.known() >= 0) {
      free(requirement.known());
    }
    return found;
  }

  private void free(int cell) {
    up[cell].setBounds(0, MPSolver.infinity());
    down[cell].setBounds(0, mostDown(cell));
  }

  private Certificate read(Requirement requirement) {
    TreeMap<Integer, Long> changes = new TreeMap<>();
    for (int cell = 0; cell < up.length; cell++) {
      if (lattice.isFinest(cell)) {
        double z = (up[cell].solutionValue() - down[cell].solutionValue()) * unit;
        long change = Math.round(z);
        if (Math.abs(z) > 1e-6 * requirement.need() && change != 0) {
          changes.put(cell, change);
        }
      }
    }
    return Certificates.summed(lattice, needs, requirement, changes);
  }
}
