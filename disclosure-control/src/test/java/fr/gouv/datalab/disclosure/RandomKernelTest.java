package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** One random vector of the kernel says what exact elimination in fractions says. */
class RandomKernelTest {

  private static Equations random(Random random, int unknowns, int rows) {
    Equations equations = new Equations();
    for (int row = 0; row < rows; row++) {
      equations.open();
      for (int k = 0; k < 1 + random.nextInt(4); k++) {
        equations.term(random.nextInt(unknowns), random.nextInt(7) - 3);
      }
    }
    return equations;
  }

  /** The rank, fraction-free: rows of whole numbers. */
  private static int rank(List<BigInteger[]> rows, int columns) {
    List<BigInteger[]> left = new ArrayList<>();
    rows.forEach(row -> left.add(row.clone()));
    int rank = 0;
    for (int c = 0; c < columns && rank < left.size(); c++) {
      int pivot = rank;
      while (pivot < left.size() && left.get(pivot)[c].signum() == 0) {
        pivot++;
      }
      if (pivot == left.size()) {
        continue;
      }
      BigInteger[] by = left.remove(pivot);
      left.add(rank, by);
      for (int r = rank + 1; r < left.size(); r++) {
        BigInteger[] row = left.get(r);
        BigInteger factor = row[c];
        for (int k = 0; k < columns; k++) {
          row[k] = row[k].multiply(by[c]).subtract(by[k].multiply(factor));
        }
      }
      rank++;
    }
    return rank;
  }

  private static List<BigInteger[]> dense(Equations equations, boolean[] unknown) {
    List<BigInteger[]> rows = new ArrayList<>();
    for (int row = 0; row < equations.rows(); row++) {
      BigInteger[] dense = new BigInteger[unknown.length];
      java.util.Arrays.fill(dense, BigInteger.ZERO);
      for (int t = equations.start(row); t < equations.end(row); t++) {
        int v = equations.variable(t);
        if (unknown[v]) {
          dense[v] = dense[v].add(BigInteger.valueOf(equations.coefficient(t)));
        }
      }
      rows.add(dense);
    }
    return rows;
  }

  private static boolean follows(List<BigInteger[]> rows, int columns, int variable, int... known) {
    List<BigInteger[]> more = new ArrayList<>(rows);
    for (int each : known) {
      more.add(unit(columns, each));
    }
    int before = rank(more, columns);
    more.add(unit(columns, variable));
    return rank(more, columns) == before;
  }

  private static BigInteger[] unit(int columns, int at) {
    BigInteger[] row = new BigInteger[columns];
    java.util.Arrays.fill(row, BigInteger.ZERO);
    row[at] = BigInteger.ONE;
    return row;
  }

  @Property(tries = 400)
  void saysWhatEliminationInFractionsSays(@ForAll long seed) {
    Random random = new Random(seed);
    int n = 2 + random.nextInt(9);
    Equations equations = random(random, n, random.nextInt(10));
    boolean[] unknown = new boolean[n];
    for (int v = 0; v < n; v++) {
      unknown[v] = random.nextInt(5) > 0;
    }
    List<BigInteger[]> rows = dense(equations, unknown);
    RandomKernel kernel = new RandomKernel(equations, unknown, 3, seed, RandomKernel.MOST);
    assertThat(kernel.isComplete()).isTrue();
    for (int v = 0; v < n; v++) {
      boolean determined = !unknown[v] || follows(rows, n, v);
      assertThat(kernel.isDetermined(v)).isEqualTo(determined);
      for (int s = 0; s < n && !determined; s++) {
        if (s == v || !unknown[s] || kernel.isDetermined(s)) {
          continue;
        }
        boolean one = follows(rows, n, v, s);
        assertThat(kernel.ratio(v) == kernel.ratio(s)).isEqualTo(one);
        for (int t = s + 1; t < n && !one; t++) {
          boolean useful = t != v && unknown[t] && !kernel.isDetermined(t);
          boolean apart = useful && kernel.ratio(s) != kernel.ratio(t);
          if (apart && !follows(rows, n, v, t)) {
            long[] slopes = kernel.slopes(v, new int[] {s, t});
            boolean both = follows(rows, n, v, s, t);
            assertThat(slopes[0] == slopes[1]).isEqualTo(both);
          }
        }
      }
    }
  }

  @Test
  void whatTheEliminationDidNotReachIsUndecidedAndNotSafe() {
    Equations equations = new Equations();
    boolean[] unknown = new boolean[13];
    java.util.Arrays.fill(unknown, true);
    Random random = new Random(3);
    for (int row = 0; row < 9; row++) {
      equations.open();
      for (int v = 0; v < 12; v++) {
        equations.term(v, 1 + random.nextInt(5));
      }
    }
    RandomKernel kernel = new RandomKernel(equations, unknown, 1, 1, 5);
    assertThat(kernel.isComplete()).isFalse();
    assertThat(kernel.isUndecided(0)).isTrue();
    assertThat(kernel.isUndecided(12)).as("tied to nothing").isFalse();
    assertThat(kernel.isDetermined(12)).isFalse();
  }

  @Test
  void productsAndInversesAreExact() {
    Random random = new Random(1);
    BigInteger prime = BigInteger.valueOf(Modular.PRIME);
    for (int i = 0; i < 2_000; i++) {
      long a = Modular.of(random.nextLong());
      long b = Modular.of(i < 10 ? Modular.PRIME - 1 - i : random.nextLong());
      assertThat(Modular.multiply(a, b))
          .isEqualTo(
              BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).mod(prime).longValueExact());
      if (a != 0) {
        assertThat(Modular.multiply(a, Modular.inverse(a))).isEqualTo(1);
      }
    }
  }
}
