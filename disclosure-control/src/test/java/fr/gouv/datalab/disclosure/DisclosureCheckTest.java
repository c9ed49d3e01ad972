package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static PastRelease past(Population population, ProtectedTable table) {
    return new PastRelease("v1", population, PublishedTable.of(table));
  }

  @Test
  void twoPopulationsThatDifferByFewUnitsAreCaught() {
    Population without =
        new Population("siv", DATE, Map.of("territoire", Set.of("75", "92", "2A")));
    ProtectedTable candidate = byEnergie(Policy.PERSONNES, 200, 300);
    PastRelease before = past(without, byEnergie(Policy.PERSONNES, 195, 260));
    assertThat(candidate.verdict().safe()).isTrue();
    Verdict verdict = DisclosureCheck.check(candidate, FRANCE, List.of(before));
    assertThat(verdict.shortfalls()).hasSize(1);
    assertThat(verdict.shortfalls().get(0)).contains("energie=ES", "fewer units", "v1");
  }

  @Test
  void twoPopulationsThatDifferByManyUnitsMayBoth() {
    Population without = new Population("siv", DATE, Map.of("territoire", Set.of("75")));
    PastRelease before = past(without, byEnergie(Policy.PERSONNES, 150, 260));
    assertThat(
            DisclosureCheck.check(byEnergie(Policy.PERSONNES, 200, 300), FRANCE, List.of(before))
                .safe())
        .isTrue();
  }

  @Test
  void aCellPublishedBeforeCannotBeHiddenNow() {
    ProtectionSpec strict = Tables.spec(Policy.PERSONNES, territoire(), Tables.flat("energie"));
    ProtectionSpec loose = Tables.spec(NOTHING, territoire(), Tables.flat("energie"));
    PastRelease before = past(FRANCE, Protection.of(loose, departments(loose)));
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
    Verdict verdict = DisclosureCheck.check(candidate, FRANCE, List.of(past(only92, of92)));
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
  void anotherSourceOrDateIsNotCompared() {
    ProtectedTable candidate = byEnergie(Policy.PERSONNES, 200, 300);
    Population other = new Population("ods", DATE, Map.of());
    Population later = new Population("siv", DATE.plusYears(1), Map.of());
    for (Population each : List.of(other, later)) {
      PastRelease before = past(each, byEnergie(Policy.PERSONNES, 195, 300));
      assertThat(DisclosureCheck.check(candidate, FRANCE, List.of(before)).safe()).isTrue();
    }
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
    assertThatThrownBy(() -> DisclosureCheck.check(one, FRANCE, List.of(past(FRANCE, two))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("do not add up");
  }
}
