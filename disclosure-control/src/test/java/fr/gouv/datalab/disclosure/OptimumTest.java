package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How far from the best pattern the heuristics stay, on small random tables. */
class OptimumTest {

  private static final int TABLES = 200;

  private static CellTable table(Random random, ProtectionSpec spec) {
    CellTable.Builder builder = CellTable.builder(spec);
    fill(builder, spec, new ArrayList<>(), random);
    return builder.build();
  }

  /** At least three units in each cell: what few units know is not in the optimum's model. */
  private static void fill(
      CellTable.Builder builder, ProtectionSpec spec, List<String> at, Random random) {
    if (at.size() == spec.dimensions().size()) {
      if (random.nextDouble() > 0.1) {
        builder.add(3 + (long) (40 * Math.exp(random.nextGaussian())), at.toArray(String[]::new));
      }
      return;
    }
    Hierarchy hierarchy = spec.dimensions().get(at.size()).hierarchy().orElseThrow();
    for (String leaf : hierarchy.leavesUnder(hierarchy.code(0))) {
      at.add(leaf);
      fill(builder, spec, at, random);
      at.remove(at.size() - 1);
    }
  }

  private static ProtectionSpec spec(Random random) {
    return switch (random.nextInt(4)) {
      case 0 ->
          Tables.spec(
              Policy.PERSONNES,
              Tables.tree("t", 3 + random.nextInt(4)),
              Tables.tree("e", 3 + random.nextInt(4)));
      case 1 ->
          Tables.spec(
              Policy.PERSONNES, Tables.tree("t", 2, 3), Tables.tree("e", 3 + random.nextInt(3)));
      case 2 -> Tables.spec(Policy.PERSONNES, Tables.tree("t", 2, 2), Tables.tree("e", 2, 2));
      default ->
          Tables.spec(
              Policy.PERSONNES, Tables.tree("t", 3), Tables.tree("e", 3), Tables.tree("s", 2));
    };
  }

  @Test
  void theMedianLossIsWithinTenPerCentOfTheOptimum() {
    double[] ratios = new double[TABLES];
    int optimal = 0;
    double ours = 0;
    double best = 0;
    for (int i = 0; i < TABLES; i++) {
      Random random = new Random(1_000 + i);
      ProtectionSpec spec = spec(random);
      CellTable table = table(random, spec);
      ProtectedTable safe = Protection.of(spec, table);
      assertThat(safe.verdict().shortfalls()).isEmpty();
      PublishedTable seen = PublishedTable.of(safe);
      assertThat(seen.verdict(seen.infer()).shortfalls()).isEmpty();
      double lost = lost(safe);
      double least = optimum(spec, table).cost();
      assertThat(lost).isGreaterThanOrEqualTo(least - 1e-6);
      ratios[i] = least == 0 ? (lost == 0 ? 1 : Double.POSITIVE_INFINITY) : lost / least;
      optimal += lost <= least + 1e-6 ? 1 : 0;
      ours += lost;
      best += least;
    }
    Arrays.sort(ratios);
    System.out.printf(
        "%d tables, %d at the optimum; loss over the optimum's: median %.3f, ninth decile %.3f,"
            + " worst %.3f, all together %.3f%n",
        TABLES,
        optimal,
        ratios[TABLES / 2],
        ratios[TABLES * 9 / 10],
        ratios[TABLES - 1],
        ours / best);
    assertThat(ratios[TABLES / 2]).isLessThanOrEqualTo(1.10);
  }

  private static Optimum optimum(ProtectionSpec spec, CellTable table) {
    Lattice lattice = table.lattice();
    Reason[] reasons = PrimaryRules.reasons(spec.policy(), lattice);
    return new Optimum(lattice, new Needs(spec, lattice), new Pattern(spec, lattice, reasons));
  }

  @Test
  void theOptimalMethodCostsTheOptimumAndIsSafe() {
    Defence optimal = new Defence(Defence.Search.OPTIMAL, 2);
    Defence cubes = new Defence(Defence.Search.HYPERCUBE, 2);
    double best = 0;
    double byCubes = 0;
    for (int i = 0; i < 25; i++) {
      Random random = new Random(5_000 + i);
      ProtectionSpec spec = spec(random);
      CellTable table = table(random, spec);
      ProtectedTable safe = Protection.of(spec.with(optimal), table);
      assertThat(safe.verdict().shortfalls()).isEmpty();
      double least = optimum(spec, table).cost();
      assertThat(lost(safe)).isEqualTo(least);
      ProtectedTable cube = Protection.of(spec.with(cubes), table);
      assertThat(cube.verdict().shortfalls()).isEmpty();
      best += least;
      byCubes += lost(cube);
    }
    assertThat(byCubes).isGreaterThan(best);
  }

  private static double lost(ProtectedTable table) {
    double lost = 0;
    for (int cell = 0; cell < table.cells(); cell++) {
      boolean secondary = table.pattern().reason(cell) == Reason.SECONDARY;
      lost += secondary ? table.pattern().worth(cell) : 0;
    }
    return lost;
  }

  @Test
  void theOptimalMethodSaysThatATableIsTooLarge() {
    ProtectionSpec spec =
        Tables.spec(Policy.PERSONNES, Tables.tree("t", 30), Tables.tree("e", 30))
            .with(new Defence(Defence.Search.OPTIMAL, 2));
    assertThatThrownBy(() -> Protection.of(spec, Tables.skewed(spec, 1, 30, 0)))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("up to 600 cells");
  }
}
