package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** Tables of the same units that share cells. */
class LinkedTablesTest {

  private static final Population UNITS = new Population("siv", LocalDate.of(2026, 1, 1), Map.of());

  private static final ProtectionSpec BY_REGION =
      Tables.spec(
          Policy.PERSONNES,
          Tables.dimension("territoire", "FR", "IDF<FR", "BRE<FR", "COR<FR"),
          Tables.flat("energie"));

  private static final ProtectionSpec BY_DEPARTMENT =
      Tables.spec(
          Policy.PERSONNES,
          Tables.dimension(
              "territoire",
              "FR",
              "IDF<FR",
              "BRE<FR",
              "COR<FR",
              "75<IDF",
              "92<IDF",
              "35<BRE",
              "29<BRE",
              "2A<COR",
              "2B<COR"));

  /** Vehicles by region and energy. */
  private static CellTable regions() {
    return CellTable.builder(BY_REGION)
        .add(120, "IDF", "ES")
        .add(90, "IDF", "GO")
        .add(60, "BRE", "ES")
        .add(5, "BRE", "GO")
        .add(22, "COR", "ES")
        .add(18, "COR", "GO")
        .build();
  }

  /** The same vehicles by department. */
  private static CellTable departments(long d75, long d35) {
    return CellTable.builder(BY_DEPARTMENT)
        .add(d75, "75")
        .add(210 - d75, "92")
        .add(d35, "35")
        .add(65 - d35, "29")
        .add(20, "2A")
        .add(20, "2B")
        .build();
  }

  private static Verdict together(Map<String, ProtectedTable> tables, String first) {
    List<ReleasedTable> others = new ArrayList<>();
    tables.forEach(
        (name, table) -> {
          if (!name.equals(first)) {
            others.add(ReleasedTable.of(name, UNITS, table));
          }
        });
    return DisclosureCheck.check(ReleasedTable.of(first, UNITS, tables.get(first)), others);
  }

  private static void requireSafeTogether(Map<String, ProtectedTable> tables) {
    tables.keySet().forEach(name -> assertThat(together(tables, name).shortfalls()).isEmpty());
  }

  @Test
  void tablesAtTwoTerritorialLevelsHideTheSameOfWhatTheyShare() {
    Map<String, CellTable> tables = new LinkedHashMap<>();
    tables.put("regions", regions());
    tables.put("departements", departments(203, 40));
    Map<String, ProtectedTable> safe = LinkedTables.protect(tables);
    requireSafeTogether(safe);
    for (String region : List.of("FR", "IDF", "BRE", "COR")) {
      assertThat(safe.get("regions").figures(region, "TOTAL").isPresent())
          .as(region)
          .isEqualTo(safe.get("departements").figures(region).isPresent());
    }
    assertThat(safe.get("regions").published()).isGreaterThan(4);
    assertThat(safe.get("departements").published()).isGreaterThan(4);
  }

  /**
   * The counter-example: each table is protected, shared cells are made to agree, and again until
   * nothing changes. Both tables are then safe alone, and what they share is the same; together
   * they still give away what both hide.
   */
  @Test
  void protectingOneAfterTheOtherUntilStableIsNotSafe() {
    ProtectionSpec left = Tables.spec(Policy.PERSONNES, Tables.flat("t"), Tables.flat("energie"));
    ProtectionSpec right = Tables.spec(Policy.PERSONNES, Tables.flat("t"), Tables.flat("usage"));
    int unsafe = 0;
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      CellTable.Builder one = CellTable.builder(left);
      CellTable.Builder two = CellTable.builder(right);
      for (int t = 0; t < 4; t++) {
        long[] cells = {2 + random.nextInt(25), 2 + random.nextInt(25), 2 + random.nextInt(25)};
        long total = cells[0] + cells[1] + cells[2];
        long part = 1 + random.nextInt((int) total - 1);
        for (int e = 0; e < 3; e++) {
          one.add(cells[e], "t" + t, "e" + e);
        }
        two.add(part, "t" + t, "u0").add(total - part, "t" + t, "u1");
      }
      Map<String, CellTable> tables = new LinkedHashMap<>();
      tables.put("one", one.build());
      tables.put("two", two.build());
      Map<String, ProtectedTable> stable = LinkedTables.untilStable(tables);
      assertThat(stable.values()).allMatch(table -> table.verdict().safe());
      if (!together(stable, "one").safe() || !together(stable, "two").safe()) {
        unsafe++;
        requireSafeTogether(LinkedTables.protect(tables));
      }
    }
    assertThat(unsafe).isPositive();
  }

  @Property(tries = 60)
  void whateverTheTablesTheyAreSafeTogether(@ForAll long seed) {
    Random random = new Random(seed);
    ProtectionSpec left =
        Tables.spec(Policy.PERSONNES, Tables.tree("t", 2, 2), Tables.tree("e", 2));
    ProtectionSpec right = Tables.spec(Policy.PERSONNES, Tables.tree("t", 2), Tables.tree("u", 3));
    CellTable.Builder one = CellTable.builder(left);
    CellTable.Builder two = CellTable.builder(right);
    for (int region = 0; region < 2; region++) {
      long total = 0;
      for (int i = 0; i < 4; i++) {
        long value = 1 + (long) (30 * Math.exp(random.nextGaussian()));
        one.add(value, "t." + region + "." + i / 2, "e." + i % 2);
        total += value;
      }
      long first = random.nextLong(total + 1);
      long second = random.nextLong(total - first + 1);
      two.add(first, "t." + region, "u.0").add(second, "t." + region, "u.1");
      two.add(total - first - second, "t." + region, "u.2");
    }
    Map<String, CellTable> tables = new LinkedHashMap<>();
    tables.put("one", one.build());
    tables.put("two", two.build());
    Map<String, ProtectedTable> safe = LinkedTables.protect(tables);
    requireSafeTogether(safe);
    Statistics.label("published")
        .collect(safe.get("one").published() + safe.get("two").published() > 8);
  }

  @Test
  void tablesOfOtherUnitsAreSaidWithTheirCells() {
    Map<String, CellTable> tables = new LinkedHashMap<>();
    tables.put("regions", regions());
    tables.put(
        "departements",
        CellTable.builder(BY_DEPARTMENT).add(211, "75").add(65, "35").add(40, "2A").build());
    assertThatThrownBy(() -> LinkedTables.protect(tables))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("territoire=IDF, energie=TOTAL (effectif): 210 in regions, 211 in")
        .hasMessageContaining("2 shared figure(s) differ");
  }
}
