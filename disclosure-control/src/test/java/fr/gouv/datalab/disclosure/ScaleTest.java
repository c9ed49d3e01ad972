package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void protectsTablesDenseAndSparse() {
    for (double absent : new double[] {0, 0.5}) {
      for (int[] w : new int[][] {{3, 3, 3, 3}, {5, 4, 4, 3}}) {
        ProtectionSpec spec =
            Tables.spec(
                Policy.PERSONNES,
                Tables.tree("t", w[0], w[1]),
                Tables.tree("e", w[2]),
                Tables.tree("s", w[3]));
        CellTable table = Tables.skewed(spec, 7, 60, absent);
        long start = System.nanoTime();
        ProtectedTable safe = Protection.of(spec, table);
        System.out.printf(
            "%d cells, %d primary, %d hidden, kept %.3f, %s exact %s, %.2f s%n",
            table.cells(),
            safe.primary(),
            safe.suppressed(),
            safe.informationKept(),
            safe.verdict(),
            safe.verdict().exact(),
            (System.nanoTime() - start) / 1e9);
        assertThat(safe.verdict().shortfalls()).isEmpty();
      }
    }
  }
}
