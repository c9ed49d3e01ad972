package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a coarser table would keep is what it keeps when it is protected. */
class CoarseningTest {

  private static ProtectionSpec byDecile(boolean ordered) {
    return Tables.spec(
        Policy.PERSONNES,
        Tables.tree("t", 3, 3),
        new ProtectionSpec.Dimension("decile", Optional.empty(), ordered));
  }

  private static CellTable table(ProtectionSpec spec) {
    CellTable.Builder table = CellTable.builder(spec);
    for (int t = 0; t < 9; t++) {
      for (int d = 1; d <= 10; d++) {
        table.add(4 + (t * 7 + d * 5) % 11, "t." + t / 3 + "." + t % 3, "D" + d);
      }
    }
    return table.build();
  }

  @Test
  void decilesBecomeQuintilesWhereTheyAreOrdered() {
    ProtectionSpec spec = byDecile(true);
    List<Advice> advice = Coarsening.of(table(spec), Protection.of(spec, table(spec)));
    Advice groups =
        advice.stream()
            .filter(a -> a.change() == Advice.Change.GROUPS && a.codes().size() == 5)
            .findFirst()
            .orElseThrow();
    assertThat(groups.codes()).containsExactly("D1-D2", "D3-D4", "D5-D6", "D7-D8", "D9-D10");
    ProtectionSpec quintiles =
        Tables.spec(Policy.PERSONNES, Tables.tree("t", 3, 3), Tables.flat("decile"));
    CellTable.Builder table = CellTable.builder(quintiles);
    for (int t = 0; t < 9; t++) {
      for (int d = 1; d <= 10; d += 2) {
        long pair = 8 + (t * 7 + d * 5) % 11 + (t * 7 + (d + 1) * 5) % 11;
        table.add(pair, "t." + t / 3 + "." + t % 3, "D" + d + "-D" + (d + 1));
      }
    }
    ProtectedTable direct = Protection.of(quintiles, table.build());
    assertThat(groups.informationKept()).isEqualTo(direct.informationKept());
    assertThat(groups.published()).isEqualTo(direct.published());
    assertThat(groups.cells()).isEqualTo(direct.cells());
  }

  @Test
  void codesInNoOrderAreNotPutTogether() {
    ProtectionSpec spec = byDecile(false);
    assertThat(Coarsening.of(table(spec), Protection.of(spec, table(spec))))
        .isNotEmpty()
        .noneMatch(a -> a.change() == Advice.Change.GROUPS)
        .anyMatch(a -> a.change() == Advice.Change.LEVEL && a.codes().contains("t.0"))
        .allMatch(a -> a.informationKept() > 0.01);
  }

  @Test
  void aTableThatKeepsEnoughNeedsNoAdvice() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.tree("t", 3));
    CellTable table = CellTable.builder(spec).add(100, "t.0").add(60, "t.1").add(70, "t.2").build();
    assertThat(Coarsening.of(table, Protection.of(spec, table))).isEmpty();
  }

  /** A cell that both tables have is judged on its own holders, not on a sum of them. */
  @Test
  void holdersFollow() {
    ProtectionSpec spec =
        new ProtectionSpec(
            List.of(Tables.tree("t", 2, 2), Tables.flat("e")),
            "n",
            Optional.of("v"),
            List.of("p"),
            List.of(),
            Policy.ENTREPRISES,
            new ProtectionSpec.Width(0.1, 0),
            ProtectionSpec.Intervals.PRIMARY,
            ProtectionSpec.Cost.FREQUENCY,
            ProtectionSpec.Zeros.STRUCTURAL);
    CellTable.Builder builder = CellTable.builder(spec);
    for (int i = 0; i < 8; i++) {
      builder.add(
          List.of("t." + i / 4 + "." + i / 2 % 2, "e" + i % 2),
          Map.of(
              "n", BigDecimal.valueOf(2 + i),
              "v", BigDecimal.valueOf(100),
              "p", BigDecimal.valueOf(i % 2 == 0 ? 95 : 40)));
    }
    CellTable table = builder.build();
    Hierarchy regions =
        Hierarchy.of(
            "t",
            List.of(
                new Hierarchy.Node("t", "", ""),
                new Hierarchy.Node("t.0", "t", ""),
                new Hierarchy.Node("t.1", "t", "")));
    CellTable coarser = new CoarserTable(table, 0, regions, code -> code.substring(0, 3)).make();
    for (String region : List.of("t.0", "t.1")) {
      for (String e : List.of("e0", "e1", "TOTAL")) {
        assertThat(judged(coarser, region, e)).isEqualTo(judged(table, region, e));
      }
    }
    CellTable without = new CoarserTable(table, 0, null, code -> code).make();
    assertThat(judged(without, "e0")).isEqualTo(judged(table, "t", "e0"));
  }

  private static List<Object> judged(CellTable table, String... codes) {
    JudgedCell cell =
        table.judged().stream().filter(c -> c.codes().equals(List.of(codes))).findFirst().get();
    return List.of(cell.figures(), cell.largest(), cell.reason());
  }
}
