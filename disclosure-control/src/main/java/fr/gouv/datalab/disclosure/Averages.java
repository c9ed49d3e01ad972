package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What a reader estimates by weighing all noisy figures together: the same cell of several tables,
 * totals less their other parts, a population less all of it but one part. Each is an estimate with
 * a noise of its own, and their mean has less than any.
 *
 * <p>It is the best linear unbiased estimate (Gauss and Markov): the unknowns are the atoms, every
 * published figure is a sum of some with an error of known variance, exact ones with next to none.
 * Figures of the same units with the same noise are one figure. The reader has a vague idea of each
 * atom beforehand. Solved by conjugate gradients for each cell that is asked.
 */
final class Averages {

  /** What a reader thinks of an atom before any figure: within some tens of units. */
  private static final double VAGUE = 1e-3;

  /** What an exact figure weighs. */
  private static final double EXACT = 100;

  private static final int MOST_STEPS = 400;
  private static final double CLOSE = 1e-6;

  private final UnionSystem system;
  private final List<ReleasedTable> tables;
  private final int[][] sums;
  private final int[] table;
  private final double[] weights;

  Averages(UnionSystem system, List<ReleasedTable> tables) {
    this.system = system;
    this.tables = tables;
    List<int[]> rows = new ArrayList<>();
    List<Double> weighs = new ArrayList<>();
    List<Integer> of = new ArrayList<>();
    Map<List<BitSet>, Integer> seen = new HashMap<>();
    for (int t = 0; t < tables.size(); t++) {
      PublishedTable published = tables.get(t).published();
      int[][] atoms = system.atomsOf(t);
      for (int cell = 0; cell < atoms.length; cell++) {
        double weight = weight(published, cell);
        boolean same =
            weight > 0
                && weight < EXACT
                && seen.putIfAbsent(Arrays.asList(system.box(t, cell)), t) != null;
        if (weight > 0 && !same) {
          rows.add(atoms[cell]);
          weighs.add(weight);
          of.add(t);
        }
      }
    }
    for (int[] both : system.shared()) {
      rows.add(both);
      weighs.add(EXACT);
      of.add(-1);
    }
    this.sums = rows.toArray(int[][]::new);
    this.weights = weighs.stream().mapToDouble(Double::doubleValue).toArray();
    this.table = of.stream().mapToInt(Integer::intValue).toArray();
  }

  /** One over the variance of a figure; 0 for one that tells nothing. */
  private static double weight(PublishedTable table, int cell) {
    if (table.isHidden(cell)) {
      return 0;
    }
    if (table.blur().isEmpty()) {
      return EXACT;
    }
    if (table.least(0, cell) == table.most(0, cell)) {
      return EXACT;
    }
    double deviation = table.blur().get().reaches().get(0).standardDeviation();
    return table.blur().get().isUnbounded() || deviation <= 0 ? 0 : 1 / (deviation * deviation);
  }

  /** How much work it is to estimate one cell, in multiplications. */
  long work() {
    long terms = 0;
    for (int[] sum : sums) {
      terms += sum.length;
    }
    return 2 * terms * 100;
  }

  /**
   * The standard error with which a reader of some of the tables estimates a cell.
   *
   * @param told which tables the reader has
   */
  double error(int t, int cell, IntPredicate told) {
    double[] asked = new double[system.atoms()];
    for (int atom : system.atomsOf(t)[cell]) {
      asked[atom] = 1;
    }
    double[] solution = new double[asked.length];
    double[] rest = asked.clone();
    double[] scale = diagonal(told);
    double[] turned = divided(rest, scale);
    double[] way = turned.clone();
    double size = dot(rest, turned);
    double first = size;
    for (int step = 0; step < MOST_STEPS && size > CLOSE * first; step++) {
      double[] product = times(way, told);
      double along = size / dot(way, product);
      for (int i = 0; i < way.length; i++) {
        solution[i] += along * way[i];
        rest[i] -= along * product[i];
      }
      turned = divided(rest, scale);
      double next = dot(rest, turned);
      for (int i = 0; i < way.length; i++) {
        way[i] = turned[i] + next / size * way[i];
      }
      size = next;
    }
    return Math.sqrt(Math.max(0, dot(asked, solution)));
  }

  private double[] diagonal(IntPredicate told) {
    double[] diagonal = new double[system.atoms()];
    Arrays.fill(diagonal, VAGUE);
    for (int row = 0; row < sums.length; row++) {
      if (table[row] < 0 || told.test(table[row])) {
        for (int atom : sums[row]) {
          diagonal[atom < 0 ? ~atom : atom] += weights[row];
        }
      }
    }
    return diagonal;
  }

  private double[] times(double[] x, IntPredicate told) {
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      product[i] = VAGUE * x[i];
    }
    for (int row = 0; row < sums.length; row++) {
      if (table[row] < 0 || told.test(table[row])) {
        double sum = 0;
        for (int atom : sums[row]) {
          sum += atom < 0 ? -x[~atom] : x[atom];
        }
        sum *= weights[row];
        for (int atom : sums[row]) {
          product[atom < 0 ? ~atom : atom] += atom < 0 ? -sum : sum;
        }
      }
    }
    return product;
  }

  private static double[] divided(double[] x, double[] by) {
    double[] divided = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      divided[i] = x[i] / by[i];
    }
    return divided;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Whether some figures have noise of which the law is told. */
  static boolean matter(List<ReleasedTable> tables) {
    return tables.stream()
        .anyMatch(each -> each.published().spec().method() instanceof Method.CellKeys);
  }
}
