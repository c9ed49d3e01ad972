package fr.gouv.datalab.disclosure;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What equations alone decide about unknowns, all at once: random vectors of their kernel modulo a
 * prime.
 *
 * <p>An unknown can be computed from the equations if and only if every vector of the kernel is
 * zero there. A random one that is not zero there therefore shows that it cannot; one that is zero
 * says that it can, but for a chance of 1 in 2^61. Two vectors say what one known unknown gives
 * away: another can be computed from it exactly when both have the same ratio there and here; three
 * say it of two known ones.
 *
 * <p>"Not determined" over the prime field means not determined in rational numbers, unless the one
 * formula for the unknown had to be divided by a multiple of 2^61 - 1; intervals that certificates
 * prove ({@link CertificateCheck}) do not rest on it.
 */
final class RandomKernel {

  /** Terms that an elimination may touch unless said otherwise: about a minute's work. */
  static final long MOST = 4_000_000_000L;

  private final int[] place;
  private final long[][] vectors;
  private final long[] solution;
  private final boolean[] undecided;
  private final boolean complete;
  private final int freedom;

  /**
   * @param unknown which variables are; the others are known
   * @param vectors how many
   * @param most terms that the elimination may touch; unknowns tied to equations that it did not
   *     reach are undecided
   */
  RandomKernel(Equations equations, boolean[] unknown, int vectors, long seed, long most) {
    this(equations, unknown, new long[equations.rows()], vectors, seed, most);
  }

  /**
   * The same, when what is known is told.
   *
   * @param sums by equation, what its unknown terms add up to
   */
  RandomKernel(
      Equations equations, boolean[] unknown, long[] sums, int vectors, long seed, long most) {
    this.place = new int[unknown.length];
    int n = 0;
    for (int v = 0; v < unknown.length; v++) {
      place[v] = unknown[v] ? n++ : -1;
    }
    int[][] columns = new int[equations.rows()][];
    long[][] values = new long[equations.rows()][];
    long[] right = new long[columns.length];
    int rows = 0;
    for (int row = 0; row < columns.length; row++) {
      right[rows] = Modular.of(sums[row]);
      rows += gather(equations, row, columns, values, rows) ? 1 : 0;
    }
    columns = Arrays.copyOf(columns, rows);
    values = Arrays.copyOf(values, rows);
    int[] group = groups(columns, n);
    Elimination elimination = new Elimination(columns, values, right, n);
    this.complete = elimination.run(most);
    this.freedom = n - elimination.pivots();
    this.undecided = new boolean[n];
    if (!complete) {
      markUndecided(elimination, columns, group);
    }
    this.vectors = new long[vectors][n];
    SplittableRandom random = new SplittableRandom(seed);
    for (long[] vector : this.vectors) {
      for (int i = 0; i < n; i++) {
        vector[i] = elimination.isPivot(i) ? 0 : random.nextLong(Modular.PRIME);
      }
      elimination.complete(vector, true);
    }
    this.solution = new long[n];
    elimination.complete(solution, false);
  }

  private boolean gather(Equations equations, int row, int[][] columns, long[][] values, int into) {
    int count = 0;
    for (int t = equations.start(row); t < equations.end(row); t++) {
      count += place[equations.variable(t)] >= 0 ? 1 : 0;
    }
    if (count == 0) {
      return false;
    }
    long[] terms = new long[count];
    count = 0;
    for (int t = equations.start(row); t < equations.end(row); t++) {
      if (place[equations.variable(t)] >= 0) {
        terms[count++] = ((long) place[equations.variable(t)] << 32) | t;
      }
    }
    Arrays.sort(terms);
    columns[into] = new int[count];
    values[into] = new long[count];
    int n = 0;
    for (long term : terms) {
      int column = (int) (term >>> 32);
      long value = Modular.of(equations.coefficient((int) term));
      if (n > 0 && columns[into][n - 1] == column) {
        values[into][n - 1] = Modular.add(values[into][n - 1], value);
      } else {
        columns[into][n] = column;
        values[into][n++] = value;
      }
    }
    int kept = 0;
    for (int i = 0; i < n; i++) {
      if (values[into][i] != 0) {
        columns[into][kept] = columns[into][i];
        values[into][kept++] = values[into][i];
      }
    }
    if (kept < count) {
      columns[into] = Arrays.copyOf(columns[into], kept);
      values[into] = Arrays.copyOf(values[into], kept);
    }
    return kept > 0;
  }

  /** By unknown, one unknown of those that equations tie to it, directly or not. */
  private static int[] groups(int[][] columns, int n) {
    int[] group = new int[n];
    Arrays.setAll(group, i -> i);
    for (int[] row : columns) {
      for (int column : row) {
        group[root(group, column)] = root(group, row[0]);
      }
    }
    for (int i = 0; i < n; i++) {
      group[i] = root(group, i);
    }
    return group;
  }

  private static int root(int[] group, int i) {
    int root = i;
    while (group[root] != root) {
      group[root] = group[group[root]];
      root = group[root];
    }
    return root;
  }

  private void markUndecided(Elimination elimination, int[][] columns, int[] group) {
    boolean[] open = new boolean[group.length];
    for (int row = 0; row < columns.length; row++) {
      if (elimination.isOpen(row)) {
        open[group[columns[row][0]]] = true;
      }
    }
    for (int i = 0; i < group.length; i++) {
      undecided[i] = open[group[i]];
    }
  }

  /** Whether every unknown was decided. */
  boolean isComplete() {
    return complete;
  }

  /** How many unknowns could be chosen freely. */
  int freedom() {
    return freedom;
  }

  /** Whether the elimination ended before this unknown was decided. */
  boolean isUndecided(int variable) {
    return place[variable] >= 0 && undecided[place[variable]];
  }

  /** Whether the equations give this variable; false as long as it is not decided. */
  boolean isDetermined(int variable) {
    return place[variable] < 0 || (!undecided[place[variable]] && vectors[0][place[variable]] == 0);
  }

  /** The value of a determined unknown: exact when it is whole and under 2^60. */
  long value(int variable) {
    long value = solution[place[variable]];
    return value > Modular.PRIME / 2 ? value - Modular.PRIME : value;
  }

  /**
   * Where a variable stands among those that are tied: a ratio that it shares exactly with the
   * variables that can be computed from it; -1 when it is determined or undecided.
   */
  long ratio(int variable) {
    int i = place[variable];
    if (i < 0 || undecided[i] || (vectors[0][i] == 0 && vectors[1][i] == 0)) {
      return -1;
    }
    return vectors[0][i] == 0
        ? Modular.PRIME
        : Modular.multiply(vectors[1][i], Modular.inverse(vectors[0][i]));
  }

  /**
   * In which direction others lie from a variable: it can be computed from two of them exactly when
   * they lie in one direction and have not one ratio. -1 for the variable itself, for what it
   * shares its ratio with, and for what is determined.
   */
  long[] slopes(int from, int[] others) {
    long[] slopes = new long[others.length];
    long[] down = new long[others.length];
    long[] a = at(from);
    for (int i = 0; i < others.length; i++) {
      long[] b = at(others[i]);
      down[i] = minor(a, b, 0, 1);
      slopes[i] = down[i] == 0 ? -1 : minor(a, b, 0, 2);
    }
    invert(down);
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = slopes[i] < 0 ? -1 : Modular.multiply(slopes[i], down[i]);
    }
    return slopes;
  }

  private static long minor(long[] a, long[] b, int i, int j) {
    return Modular.add(Modular.multiply(a[i], b[j]), Modular.negate(Modular.multiply(a[j], b[i])));
  }

  /** All inverses for the price of one and three products each; zeros are left. */
  private static void invert(long[] numbers) {
    long[] before = new long[numbers.length];
    long product = 1;
    for (int i = 0; i < numbers.length; i++) {
      before[i] = product;
      product = numbers[i] == 0 ? product : Modular.multiply(product, numbers[i]);
    }
    long inverse = Modular.inverse(product);
    for (int i = numbers.length - 1; i >= 0; i--) {
      if (numbers[i] != 0) {
        long own = Modular.multiply(inverse, before[i]);
        inverse = Modular.multiply(inverse, numbers[i]);
        numbers[i] = own;
      }
    }
  }

  /** What the vectors are at a variable; all zero when it is known, determined or undecided. */
  long[] at(int variable) {
    int i = place[variable];
    long[] at = new long[vectors.length];
    for (int k = 0; i >= 0 && !undecided[i] && k < at.length; k++) {
      at[k] = vectors[k][i];
    }
    return at;
  }
}
