package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds by linear programming the cheapest change of cells that meets a requirement, whatever its
 * shape: what hypercubes cannot reach.
 *
 * <p>The program weighs how far each cell moves; what hiding costs does not depend on how far. So
 * it is solved a few times, cells that moved little weighing more each time, and the cheapest
 * outcome is kept. Primary cells move for nothing and secondary ones for almost nothing, so that
 * proofs lean on cells that stay hidden anyway.
 *
 * <p>Source: the linear heuristic of Kelly, Golden and Assad (1992), <i>Cell suppression:
 * disclosure protection for sensitive tabular data</i>; the weights are those of Candès, Wakin and
 * Boyd (2008), <i>Enhancing sparsity by reweighted l1 minimization</i>.
 */
final class Directions {

  private static final double NOTHING = 1e-5;
  private static final double ALMOST_NOTHING = 1e-3;
  private static final double DEAREST = 1e5;
  private static final int ROUNDS = 3;
  private static final int MOST_PARTS = 12;
  private static final long MOST_COMMON = 10_000;
  private static final int MAKING = 100;
  private static final long FINENESS = 1_000;
  private static final long CAPACITY = 1_000_000;

  private final Lattice lattice;
  private final Needs needs;
  private final Pattern pattern;
  private final int figure;
  private final MPSolver solver;
  private final int[] cells;
  private final LongIndex place;
  private final MPVariable[] up;
  private final MPVariable[] down;
  private final MPObjective objective;
  private final MPSolverParameters parameters = Solver.warm();
  private final double[] weights;
  private final double meanWorth;
  private final boolean[] closed;
  private final List<Integer> reweighted = new ArrayList<>();
  private long unit = 1;
  private long work;
  private boolean onlyHidden;

  /**
   * @param cells those that may move, in ascending order; with a margin, its cells in some codes of
   *     every dimension
   */
  Directions(Lattice lattice, Needs needs, Pattern pattern, int figure, int[] cells) {
    this.lattice = lattice;
    this.needs = needs;
    this.pattern = pattern;
    this.figure = figure;
    this.cells = cells;
    this.work = MAKING * (long) cells.length;
    this.place = new LongIndex(cells.length);
    this.solver = Solver.linear();
    solver.setSolverSpecificParametersAsString("use_dual_simplex: true");
    int n = cells.length;
    this.up = new MPVariable[n];
    this.down = new MPVariable[n];
    this.weights = new double[n];
    this.closed = new boolean[n];
    this.meanWorth = pattern.meanWorth();
    this.objective = solver.objective();
    objective.setMinimization();
    for (int i = 0; i < n; i++) {
      place.add(cells[i]);
      up[i] = solver.makeNumVar(0, MPSolver.infinity(), "");
      down[i] = solver.makeNumVar(0, mostDown(i), "");
      weigh(i, weight(i));
    }
    for (int i = 0; i < n; i++) {
      int d = lattice.definingDimension(cells[i]);
      if (d >= 0) {
        MPConstraint sum = solver.makeConstraint(0, 0);
        term(sum, i, -1);
        Hierarchy hierarchy = lattice.hierarchy(d);
        for (int code : hierarchy.children(lattice.code(d, cells[i]))) {
          int child = place.find(lattice.neighbour(cells[i], d, code));
          if (child >= 0) {
            term(sum, child, 1);
          }
        }
      }
    }
  }

  private void term(MPConstraint sum, int i, int coefficient) {
    sum.setCoefficient(up[i], coefficient);
    sum.setCoefficient(down[i], -coefficient);
  }

  private double mostDown(int i) {
    return needs.nonNegative(figure)
        ? Math.min(CAPACITY, lattice.value(figure, cells[i]) / unit)
        : MPSolver.infinity();
  }

  private double weight(int i) {
    if (pattern.isPrimary(cells[i])) {
      return NOTHING;
    }
    double worth = 0.1 + Math.min(DEAREST, pattern.worth(cells[i]) / meanWorth);
    return pattern.isHidden(cells[i]) ? ALMOST_NOTHING * worth : worth;
  }

  private void weigh(int i, double weight) {
    if (weights[i] != weight) {
      weights[i] = weight;
      objective.setCoefficient(up[i], weight);
      objective.setCoefficient(down[i], weight);
    }
  }

  /** Tells that a cell has been hidden, or shown again. */
  void changed(int cell) {
    int i = place.find(cell);
    if (i >= 0) {
      weigh(i, weight(i));
      bound(i);
    }
  }

  private void bound(int i) {
    closed[i] = onlyHidden && !pattern.isHidden(cells[i]);
    up[i].setBounds(0, closed[i] ? 0 : MPSolver.infinity());
    down[i].setBounds(0, closed[i] ? 0 : mostDown(i));
  }

  /**
   * A certificate for a requirement of this figure; the cells that it moves may have to be hidden.
   *
   * @param within whether it may move hidden cells only
   * @return null when the program finds none
   */
  Certificate find(Requirement requirement, boolean within) {
    prepare(requirement, within);
    int i = place.find(requirement.cell());
    double need = Math.ceil(requirement.need() / (double) unit);
    (requirement.up() ? up : down)[i].setBounds(need, need);
    (requirement.up() ? down : up)[i].setBounds(0, 0);
    Coalition known = requirement.known();
    for (int k = 0; k < known.size(); k++) {
      int at = place.find(known.cell(k));
      if (at >= 0) {
        up[at].setBounds(0, 0);
        down[at].setBounds(0, 0);
      }
    }
    Certificate best = cheapest(requirement, need);
    bound(i);
    for (int k = 0; k < known.size(); k++) {
      int at = place.find(known.cell(k));
      if (at >= 0) {
        bound(at);
      }
    }
    return best;
  }

  private Certificate cheapest(Requirement requirement, double need) {
    Certificate best = null;
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      if (round > 0) {
        reweigh(need);
      }
      MPSolver.ResultStatus status = solver.solve(parameters);
      work += (10 + solver.iterations()) * solver.numConstraints();
      if (status != MPSolver.ResultStatus.OPTIMAL) {
        break;
      }
      Certificate found = read(requirement);
      long cost = found == null ? Long.MAX_VALUE : pattern.cost(found);
      if (cost < least) {
        best = found;
        least = cost;
      }
    }
    reweighted.forEach(each -> weigh(each, weight(each)));
    reweighted.clear();
    return best;
  }

  /** Sets the unit in which this requirement is counted, and which cells may move. */
  private void prepare(Requirement requirement, boolean within) {
    long wanted = Math.max(1, requirement.need() / FINENESS);
    boolean all = wanted != unit;
    unit = wanted;
    if (all || within != onlyHidden) {
      onlyHidden = within;
      for (int i = 0; i < up.length; i++) {
        if (all || closed[i] != (within && !pattern.isHidden(cells[i]))) {
          bound(i);
        }
      }
    }
  }

  private void reweigh(double need) {
    double[] moved = new double[cells.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = up[i].solutionValue() + down[i].solutionValue();
    }
    for (int i = 0; i < moved.length; i++) {
      if (!pattern.isHidden(cells[i])) {
        weigh(i, weight(i) / (0.1 + moved[i] / need));
        reweighted.add(i);
      }
    }
  }

  /** What programs have cost since last asked: rows times steps. */
  long work() {
    long done = work;
    work = 0;
    return done;
  }

  /** Frees the program. */
  void close() {
    solver.delete();
  }

  /** The solution in whole parts of the unit: the fewest parts in which all changes are whole. */
  private Certificate read(Requirement requirement) {
    int[] moved = new int[cells.length];
    double[] changes = new double[cells.length];
    int count = 0;
    for (int i = 0; i < cells.length; i++) {
      if (lattice.isFinest(cells[i])) {
        double change = up[i].solutionValue() - down[i].solutionValue();
        if (Math.abs(change) > 1e-7) {
          moved[count] = cells[i];
          changes[count++] = change;
        }
      }
    }
    for (int parts : parts(Arrays.copyOf(changes, count))) {
      if (whole(Arrays.copyOf(changes, count), parts)) {
        Map<Integer, Long> finest = new TreeMap<>();
        for (int i = 0; i < count; i++) {
          finest.put(moved[i], Math.round(changes[i] * parts) * unit);
        }
        Certificate made = Certificates.summed(lattice, needs, requirement, finest, parts);
        if (made == null || !onlyHidden || pattern.cost(made) == 0) {
          return made;
        }
      }
    }
    return null;
  }

  /** Numbers of parts to try: few, and the least in which all changes may be whole. */
  private static int[] parts(double[] changes) {
    long common = 1;
    for (double change : changes) {
      long own = denominator(Math.abs(change));
      common = common / gcd(common, own) * own;
      if (common > MOST_COMMON) {
        common = 1;
        break;
      }
    }
    int[] parts = IntStream.rangeClosed(1, MOST_PARTS + 1).toArray();
    parts[MOST_PARTS] = (int) common;
    return parts;
  }

  /** The least denominator of a fraction that is as good as equal, by continued fractions. */
  private static long denominator(double change) {
    long before = 0;
    long denominator = 1;
    double rest = change;
    while (Math.abs(change * denominator - Math.rint(change * denominator)) > 1e-6) {
      rest = 1 / (rest - Math.floor(rest));
      long next = before + (long) Math.floor(rest) * denominator;
      if (next > MOST_COMMON || next <= 0) {
        return MOST_COMMON + 1;
      }
      before = denominator;
      denominator = next;
    }
    return denominator;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static boolean whole(double[] changes, int parts) {
    for (double change : changes) {
      double part = change * parts;
      if (Math.abs(part - Math.rint(part)) > 1e-5) {
        return false;
      }
    }
    return true;
  }
}
