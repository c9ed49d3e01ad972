package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** Attacks on a table with the help of those published before: each works on either table alone. */
class DisclosureCheckTest {

  private static final LocalDate DATE = LocalDate.of(2026, 1, 1);
  private static final Population FRANCE = new Population("siv", DATE, Map.of());
  private static final Policy NOTHING = Policy.frequencies("rien", 1);

  private static ProtectionSpec.Dimension territoire() {
    return Tables.dimension(
        "territoire", "FR", "IDF<FR", "COR<FR", "75<IDF", "92<IDF", "2A<COR", "2B<COR");
  }

  private static ProtectedTable byEnergie(Policy policy, long essence, long gazole) {
    ProtectionSpec spec = Tables.spec(policy, Tables.flat("energie"));
    return Protection.of(
        spec, CellTable.builder(spec).add(essence, "ES").add(gazole, "GO").build());
  }

  private static CellTable departments(ProtectionSpec spec) {
    return CellTable.builder(spec)
        .add(120, "75", "ES")
        .add(7, "75", "GO")
        .add(80, "92", "ES")
        .add(66, "92", "GO")
        .add(55, "2A", "ES")
        .add(23, "2A", "GO")
        .add(48, "2B", "ES")
        .add(31, "2B", "GO")
        .build();
  }

  private static ReleasedTable past(Population population, ProtectedTable table) {
    return ReleasedTable.of("v1", population, table);
  }

  private static Verdict check(ProtectedTable table, Population population, ReleasedTable past) {
    return DisclosureCheck.check(ReleasedTable.of("v2", population, table), List.of(past));
  }

  @Test
  void twoPopulationsThatDifferByFewUnitsAreCaught() {
    Population without =
        new Population("siv", DATE, Map.of("territoire", Set.of("75", "92", "2A")));
    ProtectedTable candidate = byEnergie(Policy.PERSONNES, 200, 300);
    ReleasedTable before = past(without, byEnergie(Policy.PERSONNES, 195, 260));
    assertThat(candidate.verdict().safe()).isTrue();
    Verdict verdict = check(candidate, FRANCE, before);
    assertThat(verdict.shortfalls()).hasSize(1);
    assertThat(verdict.shortfalls().get(0)).contains("energie=ES", "fewer units", "v1");
  }

  @Test
  void twoPopulationsThatDifferByManyUnitsMayBoth() {
    Population without = new Population("siv", DATE, Map.of("territoire", Set.of("75")));
    ReleasedTable before = past(without, byEnergie(Policy.PERSONNES, 150, 260));
    assertThat(check(byEnergie(Policy.PERSONNES, 200, 300), FRANCE, before).safe()).isTrue();
  }

  @Test
  void aCellPublishedBeforeCannotBeHiddenNow() {
    ProtectionSpec strict = Tables.spec(Policy.PERSONNES, territoire(), Tables.flat("energie"));
    ProtectionSpec loose = Tables.spec(NOTHING, territoire(), Tables.flat("energie"));
    ReleasedTable before = past(FRANCE, Protection.of(loose, departments(loose)));
    assertThatThrownBy(() -> Protection.of(strict, departments(strict), FRANCE, List.of(before)))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("What was published before gives away");
  }

  @Test
  void aTableOfOnePlaceGivesAwayItsNeighbour() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("territoire"));
    ProtectedTable candidate =
        Protection.of(
            spec, CellTable.builder(spec).add(7, "75").add(14, "92").add(90, "2A").build());
    assertThat(candidate.reason("92")).isEqualTo(Reason.SECONDARY);
    ProtectionSpec other = Tables.spec(Policy.PERSONNES, Tables.flat("energie"));
    ProtectedTable of92 = Protection.of(other, CellTable.builder(other).add(14, "ES").build());
    Population only92 = new Population("siv", DATE, Map.of("territoire", Set.of("92")));
    Verdict verdict = check(candidate, FRANCE, past(only92, of92));
    assertThat(verdict.shortfalls()).anyMatch(s -> s.contains("territoire=75"));
  }

  @Test
  void theSameTableTwiceSaysNothingMore() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, territoire(), Tables.flat("energie"));
    ProtectedTable once = Protection.of(spec, departments(spec));
    ProtectedTable again =
        Protection.of(spec, departments(spec), FRANCE, List.of(past(FRANCE, once)));
    assertThat(again.verdict().safe()).isTrue();
    assertThat(again.suppressed()).isEqualTo(once.suppressed());
  }

  @Test
  void anotherSourceIsNotCompared() {
    ProtectedTable candidate = byEnergie(Policy.PERSONNES, 200, 300);
    Population other = new Population("ods", DATE, Map.of());
    ReleasedTable before = past(other, byEnergie(Policy.PERSONNES, 195, 300));
    assertThat(check(candidate, FRANCE, before).safe()).isTrue();
  }

  /** One who knows who moved reads in which part they are. */
  @Test
  void fewUnitsThatMovedBetweenTwoDatesAreNotToldApart() {
    Population later = new Population("siv", DATE.plusMonths(1), Map.of());
    ReleasedTable before = past(FRANCE, byEnergie(Policy.PERSONNES, 195, 300));
    Verdict one = check(byEnergie(Policy.PERSONNES, 196, 300), later, before);
    assertThat(one.shortfalls()).hasSize(1);
    assertThat(one.shortfalls().get(0)).contains("1 unit(s) moved", "by energie", "v1");
    assertThat(check(byEnergie(Policy.PERSONNES, 195, 300), later, before).safe()).isTrue();
    assertThat(check(byEnergie(Policy.PERSONNES, 180, 309), later, before).safe()).isTrue();
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("energie"));
    CellTable now = CellTable.builder(spec).add(196, "ES").add(300, "GO").build();
    ProtectedTable together = Protection.of(spec, now, later, List.of(before));
    assertThat(together.figures("ES")).isEmpty();
    assertThat(together.figures("TOTAL")).isPresent();
  }

  /** The later table less the earlier one is a table of those who came between. */
  @Test
  void aSourceThatOnlyGrowsIsDifferencedByTime() {
    Population first = new Population("siv", DATE, Map.of(), true);
    Population second = new Population("siv", DATE.plusMonths(1), Map.of(), true);
    Population third = new Population("siv", DATE.plusMonths(2), Map.of(), true);
    ReleasedTable before = past(first, byEnergie(Policy.PERSONNES, 195, 300));
    Verdict few = check(byEnergie(Policy.PERSONNES, 230, 305), second, before);
    assertThat(few.shortfalls()).hasSize(1);
    assertThat(few.shortfalls().get(0)).contains("energie=GO", "fewer units");
    assertThat(check(byEnergie(Policy.PERSONNES, 230, 330), second, before).safe()).isTrue();
    ReleasedTable between = past(second, byEnergie(Policy.PERSONNES, 230, 330));
    Verdict again =
        DisclosureCheck.check(
            ReleasedTable.of("v3", third, byEnergie(Policy.PERSONNES, 233, 360)),
            List.of(before, between));
    assertThat(again.shortfalls()).anyMatch(s -> s.contains("energie=ES"));
    Verdict earlier = check(byEnergie(Policy.PERSONNES, 195, 298), first, between);
    assertThat(earlier.safe()).isTrue();
  }

  /** A hidden cell cannot have had more units than it has now. */
  @Test
  void whatIsShownLaterBoundsWhatWasHiddenBefore() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("energie"));
    ProtectionSpec loose = Tables.spec(NOTHING, Tables.flat("energie"));
    Population first = new Population("siv", DATE, Map.of(), true);
    Population second = new Population("siv", DATE.plusMonths(1), Map.of(), true);
    ReleasedTable before =
        past(
            first,
            Protection.of(
                spec, CellTable.builder(spec).add(10, "EL").add(14, "GO").add(90, "ES").build()));
    ProtectedTable now =
        Protection.of(
            loose, CellTable.builder(loose).add(10, "EL").add(14, "GO").add(190, "ES").build());
    assertThat(check(now, second, before).shortfalls())
        .anyMatch(s -> s.contains("energie=EL") && s.contains("more closely"));
  }

  @Test
  void tablesThatContradictOneAnotherAreSaid() {
    ProtectionSpec spec =
        new ProtectionSpec(
            List.of(Tables.flat("energie")),
            "effectif",
            Optional.empty(),
            List.of(),
            List.of(),
            Policy.PERSONNES,
            new ProtectionSpec.Width(0.1, 0),
            ProtectionSpec.Intervals.ALL,
            ProtectionSpec.Cost.CELLS,
            ProtectionSpec.Zeros.STRUCTURAL);
    ProtectedTable one =
        Protection.of(spec, CellTable.builder(spec).add(200, "ES").add(300, "GO").build());
    ProtectedTable two =
        Protection.of(spec, CellTable.builder(spec).add(100, "ES").add(300, "GO").build());
    assertThatThrownBy(() -> check(one, FRANCE, past(FRANCE, two)))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("energie=")
        .hasMessageContaining("are not equal");
  }

  @Test
  void whatSeveralPopulationsLeaveOutIsCaught() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("energie"));
    ProtectedTable north =
        Protection.of(spec, CellTable.builder(spec).add(120, "ES").add(100, "GO").build());
    ProtectedTable south =
        Protection.of(spec, CellTable.builder(spec).add(76, "ES").add(150, "GO").build());
    ProtectedTable all =
        Protection.of(spec, CellTable.builder(spec).add(200, "ES").add(300, "GO").build());
    ReleasedTable first =
        past(new Population("siv", DATE, Map.of("territoire", Set.of("75", "92"))), north);
    ReleasedTable second =
        past(new Population("siv", DATE, Map.of("territoire", Set.of("2A"))), south);
    Verdict verdict =
        DisclosureCheck.check(ReleasedTable.of("v3", FRANCE, all), List.of(first, second));
    assertThat(verdict.shortfalls()).hasSize(1);
    assertThat(verdict.shortfalls().get(0)).contains("4 units", "energie=ES", "territoire=others");
  }

  @Test
  void aCodeThatNoHierarchyKnowsCannotBeCompared() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, territoire(), Tables.flat("energie"));
    Population other = new Population("siv", DATE, Map.of("territoire", Set.of("zone 4")));
    ReleasedTable before = past(other, byEnergie(Policy.PERSONNES, 150, 260));
    assertThatThrownBy(() -> check(Protection.of(spec, departments(spec)), FRANCE, before))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("zone 4");
  }

  @Test
  void tablesThatShareNothingAreComparedWithoutCrossingThem() {
    ProtectionSpec one = Tables.spec(Policy.PERSONNES, Tables.tree("formation", 20, 40));
    ProtectionSpec two = Tables.spec(Policy.PERSONNES, Tables.tree("metier", 30, 50));
    CellTable left = Tables.skewed(one, 1, 60, 0);
    CellTable right = scaledTo(two, Tables.skewed(two, 2, 60, 0), total(left));
    ReleasedTable before = past(FRANCE, Protection.of(one, left));
    assertThat(check(Protection.of(two, right), FRANCE, before).safe()).isTrue();
  }

  @Test
  void aTableIsProtectedWithThoseBefore() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("territoire"));
    ProtectedTable before =
        Protection.of(
            spec, CellTable.builder(spec).add(7, "75").add(14, "92").add(90, "2A").build());
    assertThat(before.reason("92")).isEqualTo(Reason.SECONDARY);
    ProtectionSpec finer =
        Tables.spec(Policy.PERSONNES, Tables.flat("territoire"), Tables.flat("energie"));
    CellTable table =
        CellTable.builder(finer)
            .add(7, "75", "ES")
            .add(14, "92", "ES")
            .add(40, "2A", "ES")
            .add(50, "2A", "GO")
            .build();
    Population mainland = new Population("siv", DATE, Map.of("territoire", Set.of("92", "2A")));
    CellTable withoutParis =
        CellTable.builder(finer)
            .add(14, "92", "ES")
            .add(40, "2A", "ES")
            .add(50, "2A", "GO")
            .build();
    for (ProtectedTable safe :
        List.of(
            Protection.of(finer, table, FRANCE, List.of(past(FRANCE, before))),
            Protection.of(finer, withoutParis, mainland, List.of(past(FRANCE, before))))) {
      assertThat(safe.published()).isPositive();
      assertThat(safe.figures("92", "ES")).isEmpty();
      assertThat(safe.figures("92", "TOTAL")).isEmpty();
    }
  }

  @Test
  void whatTwoTablesBeforeGiveAwayIsNotHeldAgainstAnother() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("territoire"));
    ProtectedTable hiding =
        Protection.of(
            spec, CellTable.builder(spec).add(7, "75").add(14, "92").add(90, "2A").build());
    ProtectionSpec other = Tables.spec(NOTHING, Tables.flat("territoire"));
    ProtectedTable telling =
        Protection.of(
            other, CellTable.builder(other).add(7, "75").add(14, "92").add(90, "2A").build());
    assertThat(
            DisclosureCheck.check(
                    ReleasedTable.of("v3", FRANCE, byEnergie(Policy.PERSONNES, 51, 60)),
                    List.of(past(FRANCE, hiding), past(FRANCE, telling)))
                .safe())
        .isTrue();
  }

  /** A directory of trainings says where each is: a department is the sum of its trainings. */
  @Test
  void aRegisterOfCodesTiesTablesThatShareNone() {
    ProtectionSpec byFormation = Tables.spec(Policy.PERSONNES, Tables.flat("formation"));
    ProtectedTable formations =
        Protection.of(
            byFormation,
            CellTable.builder(byFormation)
                .add(25, "f1")
                .add(8, "f2")
                .add(9, "f3")
                .add(40, "f4")
                .build());
    assertThat(formations.figures("f1")).isPresent();
    ProtectionSpec byPlace = Tables.spec(Policy.PERSONNES, territoire());
    CellTable places = CellTable.builder(byPlace).add(33, "75").add(49, "92").build();
    Register directory =
        new Register(
            List.of("territoire", "formation"),
            Set.of(
                List.of("75", "f1"),
                List.of("75", "f2"),
                List.of("92", "f3"),
                List.of("92", "f4")));
    ReleasedTable before = past(FRANCE, formations);
    assertThat(check(Protection.of(byPlace, places), FRANCE, before).safe()).isTrue();
    Verdict told =
        DisclosureCheck.check(
            ReleasedTable.of("v2", FRANCE, Protection.of(byPlace, places))
                .with(Optional.of(directory)),
            List.of(before));
    assertThat(told.shortfalls()).anyMatch(s -> s.contains("formation=f2"));
    ProtectedTable together =
        Protection.of(byPlace, places, FRANCE, Optional.of(directory), List.of(before));
    assertThat(together.figures("75")).isEmpty();
    assertThat(together.figures("FR")).isPresent();
  }

  private static long total(CellTable table) {
    return table.lattice().value(0, 0);
  }

  /** The same table with its last cell such that the total is another. */
  private static CellTable scaledTo(ProtectionSpec spec, CellTable table, long total) {
    Lattice lattice = table.lattice();
    CellTable.Builder builder = CellTable.builder(spec);
    long rest = total;
    List<String> last = null;
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (lattice.isFinest(cell)) {
        long value = Math.max(1, lattice.value(0, cell) * total / (2 * lattice.value(0, 0)));
        if (last != null) {
          builder.add(value, last.toArray(String[]::new));
          rest -= value;
        }
        last = lattice.codesOf(cell);
      }
    }
    return builder.add(rest, last.toArray(String[]::new)).build();
  }

  /**
   * Groups of columns say what the crossing of all columns says: a table of all of them that
   * publishes nothing makes one group, and changes no verdict.
   */
  @Property(tries = 150)
  void groupsOfColumnsSayWhatTheirCrossingSays(@ForAll long seed) {
    Random random = new Random(seed);
    long[][][] units = new long[3][3][2];
    for (int i = 0; i < 18; i++) {
      units[i / 6][i / 2 % 3][i % 2] = Math.max(0, Math.round(random.nextGaussian() * 12 + 12));
    }
    ReleasedTable xy = table("xy", units, true, true, false, random);
    ReleasedTable yz = table("yz", units, false, true, true, random);
    ProtectionSpec all = Tables.spec(NOTHING, Tables.flat("x"), Tables.flat("y"), Tables.flat("z"));
    CellTable.Builder builder = CellTable.builder(all);
    for (int i = 0; i < 18; i++) {
      builder.add(1_000, "x" + i / 6, "y" + i / 2 % 3, "z" + i % 2);
    }
    PublishedTable secret = PublishedTable.of(Protection.of(all, builder.build())).hidingAll();
    ReleasedTable nothing = new ReleasedTable("rien", FRANCE, secret, Optional.empty());
    Verdict byGroups = DisclosureCheck.check(xy, List.of(yz));
    Verdict crossed = DisclosureCheck.check(xy, List.of(yz, nothing));
    Statistics.label("safe").collect(byGroups.safe());
    Statistics.label("safe").coverage(c -> c.check(false).percentage(p -> p > 5));
    assertThat(byGroups.shortfalls())
        .containsExactlyInAnyOrderElementsOf(
            crossed.shortfalls().stream().filter(s -> !s.contains("rien")).toList());
  }

  /** A table over some of the columns, protected with a threshold of its own. */
  private static ReleasedTable table(
      String name, long[][][] units, boolean x, boolean y, boolean z, Random random) {
    List<ProtectionSpec.Dimension> dimensions = new ArrayList<>();
    List<Boolean> kept = List.of(x, y, z);
    for (int c = 0; c < 3; c++) {
      if (kept.get(c)) {
        dimensions.add(Tables.flat("xyz".substring(c, c + 1)));
      }
    }
    ProtectionSpec spec =
        Tables.spec(
            Policy.frequencies("seuil", 8 + random.nextInt(20)),
            dimensions.toArray(ProtectionSpec.Dimension[]::new));
    Map<List<String>, Long> sums = new LinkedHashMap<>();
    for (int i = 0; i < 18; i++) {
      List<String> codes = new ArrayList<>();
      int[] at = {i / 6, i / 2 % 3, i % 2};
      for (int c = 0; c < 3; c++) {
        if (kept.get(c)) {
          codes.add("xyz".substring(c, c + 1) + at[c]);
        }
      }
      sums.merge(codes, 1 + units[at[0]][at[1]][at[2]], Long::sum);
    }
    CellTable.Builder builder = CellTable.builder(spec);
    sums.forEach((codes, sum) -> builder.add(sum, codes.toArray(String[]::new)));
    return ReleasedTable.of(name, FRANCE, Protection.of(spec, builder.build()));
  }
}
