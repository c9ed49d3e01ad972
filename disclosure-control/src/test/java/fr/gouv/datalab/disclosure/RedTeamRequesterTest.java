package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.disclosure.ReleaseAttack.Step;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks of one who asks for tables and names their columns, codes and figures as it suits: each
 * succeeds when every table is protected as if it were alone, and fails, or finds a table refused,
 * when tables are protected with those before.
 */
class RedTeamRequesterTest {

  private static final LocalDate DATE = LocalDate.of(2026, 1, 1);
  private static final Population ALL = new Population("siv", DATE, Map.of());
  private static final Population LATER = new Population("siv", DATE.plusMonths(1), Map.of());

  /** Codes, then the figures in their order, all figures but the first after a colon. */
  private static Step step(Population population, ProtectionSpec spec, String... cells) {
    CellTable.Builder builder = CellTable.builder(spec);
    List<String> all = new ArrayList<>(spec.figures());
    all.addAll(spec.contributors());
    for (String cell : cells) {
      String[] words = cell.split(" ");
      int dimensions = spec.columns().size();
      Map<String, BigDecimal> figures = new HashMap<>();
      for (int f = 0; f < all.size() && dimensions + f < words.length; f++) {
        figures.put(all.get(f), new BigDecimal(words[dimensions + f]));
      }
      builder.add(List.of(Arrays.copyOf(words, dimensions)), figures);
    }
    return new Step(population, builder.build());
  }

  private static ProtectionSpec flat(String... columns) {
    return Tables.spec(
        Policy.PERSONNES,
        Arrays.stream(columns).map(Tables::flat).toArray(ProtectionSpec.Dimension[]::new));
  }

  private static ProtectionSpec with(
      ProtectionSpec spec,
      Policy policy,
      String magnitude,
      List<String> largest,
      String... measures) {
    return new ProtectionSpec(
        spec.dimensions(),
        spec.frequency(),
        Optional.ofNullable(magnitude),
        largest,
        List.of(measures),
        policy,
        spec.width(),
        spec.intervals(),
        spec.cost(),
        spec.zeros());
  }

  /** By place, of which two codes are one region. */
  private static ProtectionSpec placed(String column, String one, String two, String... others) {
    List<String> nodes = new ArrayList<>(List.of("TOTAL", "S<TOTAL", one + "<S", two + "<S"));
    Arrays.stream(others).forEach(code -> nodes.add(code + "<TOTAL"));
    return Tables.spec(Policy.PERSONNES, Tables.dimension(column, nodes.toArray(String[]::new)));
  }

  /** {@code 0: ES effectif}: a published figure; null where it is hidden. */
  private static BigDecimal figure(List<ReleasedTable> tables, String cell, String column) {
    int table = Integer.parseInt(cell.substring(0, 1));
    if (table >= tables.size()) {
      return null;
    }
    PublishedTable published = tables.get(table).published();
    int at = published.find(List.of(cell.substring(3).split(" ")));
    int f = published.spec().shown().indexOf(column);
    return at < 0 || published.isHidden(at)
        ? null
        : BigDecimal.valueOf(published.value(f, at), published.scale(f));
  }

  /** Few units, or what few units count for: published figures taken from published figures. */
  private static Predicate<List<ReleasedTable>> gives(
      long found, String column, String from, String... taken) {
    return tables -> {
      BigDecimal rest = figure(tables, from, column);
      for (String each : taken) {
        BigDecimal part = figure(tables, each, column);
        rest = rest == null || part == null ? null : rest.subtract(part);
      }
      return rest != null && rest.compareTo(BigDecimal.valueOf(found)) == 0;
    };
  }

  static Stream<ReleaseAttack> attacks() {
    Step places = step(ALL, flat("lieu"), "75 7", "92 14", "2A 15", "2B 90");
    ProtectionSpec sums = with(flat("lieu"), Policy.ENTREPRISES, "montant", List.of("m1"));
    Step trades =
        step(ALL, sums, "75 20 5021 4800", "92 30 6234 300", "2A 40 7477 310", "2B 50 9118 320");
    return Stream.of(
        new ReleaseAttack(
            "the same column under another name",
            List.of(
                places,
                step(
                    ALL,
                    placed("territoire", "75", "2A", "92", "2B"),
                    "75 7",
                    "92 14",
                    "2A 15",
                    "2B 90")),
            gives(7, "effectif", "0: TOTAL", "1: 92", "0: 2A", "0: 2B")),
        new ReleaseAttack(
            "under another name and other codes",
            List.of(
                places,
                step(ALL, placed("zone", "A", "C", "B", "D"), "A 7", "B 14", "C 15", "D 90")),
            gives(7, "effectif", "0: TOTAL", "1: B", "0: 2A", "0: 2B")),
        new ReleaseAttack(
            "under the same name and other codes",
            List.of(
                places,
                step(ALL, placed("lieu", "A", "C", "B", "D"), "A 7", "B 14", "C 15", "D 90")),
            gives(7, "effectif", "0: TOTAL", "1: B", "0: 2A", "0: 2B")),
        new ReleaseAttack(
            "two codes exchanged",
            List.of(
                places,
                step(
                    ALL,
                    placed("lieu", "92", "2A", "75", "2B"),
                    "92 7",
                    "75 14",
                    "2A 15",
                    "2B 90")),
            gives(7, "effectif", "0: TOTAL", "1: 75", "0: 2A", "0: 2B")),
        new ReleaseAttack(
            "some codes put together, under another name",
            List.of(
                step(ALL, flat("lieu"), "75 7", "92 14", "2A 1500", "2B 9321", "13 40017"),
                step(ALL, flat("zone"), "A 1514", "B 49345")),
            gives(7, "effectif", "1: B", "0: 2B", "0: 13")),
        new ReleaseAttack(
            "a column beside the one that it copies",
            List.of(
                step(
                    ALL,
                    flat("lieu", "energie"),
                    "75 ES 7",
                    "92 ES 14",
                    "2A ES 15",
                    "2B ES 90",
                    "75 GO 31",
                    "92 GO 32",
                    "2A GO 47",
                    "2B GO 58"),
                step(ALL, placed("zone", "A", "C", "B", "D"), "A 38", "B 46", "C 62", "D 148"),
                step(
                    ALL,
                    Tables.spec(
                        Policy.PERSONNES,
                        Tables.dimension(
                            "zone", "TOTAL", "S<TOTAL", "A<S", "C<S", "B<TOTAL", "D<TOTAL"),
                        Tables.flat("energie")),
                    "A ES 7",
                    "B ES 14",
                    "C ES 15",
                    "D ES 90",
                    "A GO 31",
                    "B GO 32",
                    "C GO 47",
                    "D GO 58")),
            gives(7, "effectif", "0: TOTAL ES", "2: B ES", "0: 2A ES", "0: 2B ES")),
        new ReleaseAttack(
            "a sum under another name, where no rule looks at who is large",
            List.of(
                trades,
                step(
                    ALL,
                    with(flat("lieu"), Policy.frequencies("n", 3), null, List.of(), "total"),
                    "75 20 5021",
                    "92 30 6234",
                    "2A 40 7477",
                    "2B 50 9118")),
            gives(5021, "total", "1: 75")),
        new ReleaseAttack(
            "averages beside counts",
            List.of(
                trades,
                step(
                    ALL,
                    with(flat("lieu"), Policy.frequencies("n", 3), null, List.of(), "moyenne"),
                    "75 20 251.05",
                    "92 30 207.80",
                    "2A 40 186.93",
                    "2B 50 182.36")),
            tables -> tables.size() > 1 && figure(tables, "1: 75", "moyenne") != null),
        new ReleaseAttack(
            "shares of a total that is known",
            List.of(
                trades,
                step(
                    ALL,
                    with(flat("lieu"), Policy.frequencies("n", 3), null, List.of(), "part"),
                    "75 20 18.0287",
                    "92 30 22.3842",
                    "2A 40 26.8474",
                    "2B 50 32.7397")),
            tables -> tables.size() > 1 && figure(tables, "1: 75", "part") != null),
        new ReleaseAttack(
            "a sum at two dates between which one came",
            List.of(
                step(ALL, sums, "75 20 5021 400", "92 30 6234 300", "2A 40 7477 310"),
                step(LATER, sums, "75 21 9021 4000", "92 30 6234 300", "2A 40 7477 310")),
            gives(4000, "montant", "1: 75", "0: 75")),
        new ReleaseAttack(
            "a sum at two dates between which one went and one came",
            List.of(
                step(ALL, sums, "75 20 5021 400", "92 30 6234 300", "2A 40 7477 310"),
                step(LATER, sums, "75 20 5921 1000", "92 30 6234 300", "2A 40 7477 310")),
            gives(900, "montant", "1: 75", "0: 75")),
        new ReleaseAttack(
            "what hidden parts leave of a sum at two dates",
            List.of(
                step(ALL, sums, "75 20 5021 4800", "92 30 6234 300", "2A 40 7477 310"),
                step(LATER, sums, "75 21 5921 4800", "92 30 6234 300", "2A 52 9477 310")),
            gives(900, "montant", "1: TOTAL", "0: TOTAL")
                .or(
                    tables ->
                        gives(2000, "montant", "1: 2A", "0: 2A").test(tables)
                            && gives(2900, "montant", "1: TOTAL", "0: TOTAL").test(tables))),
        new ReleaseAttack(
            "of those who came, whether one is counted in a measure",
            List.of(
                step(
                    ALL,
                    with(flat("lieu"), Policy.PERSONNES, null, List.of(), "femmes"),
                    "75 120 61",
                    "92 200 99"),
                step(
                    LATER,
                    with(flat("lieu"), Policy.PERSONNES, null, List.of(), "femmes"),
                    "75 121 62",
                    "92 300 160")),
            gives(1, "femmes", "1: 75", "0: 75")),
        new ReleaseAttack(
            "a cell that protected another is shown at the next date, and hardly changed",
            List.of(
                places,
                step(
                    LATER,
                    placed("lieu", "75", "2A", "92", "2B"),
                    "75 7",
                    "92 14",
                    "2A 15",
                    "2B 130")),
            gives(7, "effectif", "0: TOTAL", "1: 92", "0: 2A", "0: 2B")));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void succeedsAgainstTablesProtectedAloneAndFailsHere(ReleaseAttack attack) {
    attack.succeedsAloneAndFailsHere();
  }

  private static ProtectedTable second(Step first, Step second) {
    List<ReleasedTable> before = ReleaseAttack.together(List.of(first));
    return Protection.of(second.table().spec(), second.table(), second.population(), before);
  }

  @Test
  void theSentenceSaysWhatToDeclare() {
    assertThatThrownBy(
            () ->
                second(
                    step(ALL, flat("lieu"), "75 70", "92 140", "2A 150", "2B 90"),
                    step(ALL, flat("zone"), "A 70", "B 140", "C 150", "D 90")))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContainingAll("zone", "lieu", "v0", "Call it lieu", "unlike: [lieu]");
  }

  @Test
  void anotherCharacteristicIsComparedOnWhatTheTablesShare() {
    // Figures differ, or are so few that they may agree by accident.
    assertThat(
            second(
                    step(ALL, flat("permis"), "OUI 90", "NON 36"),
                    step(ALL, flat("marie"), "OUI 60", "NON 66"))
                .suppressed())
        .isZero();
    assertThat(
            second(
                    step(ALL, flat("permis"), "OUI 60", "NON 66"),
                    step(ALL, flat("marie"), "OUI 60", "NON 66"))
                .suppressed())
        .isZero();
  }

  @Test
  void theWordOfTheAuthorIsTakenThatTwoColumnsAreNotOne() {
    ProtectionSpec told =
        Tables.spec(
            Policy.PERSONNES,
            new ProtectionSpec.Dimension("zone", Optional.empty(), false, List.of("lieu")));
    assertThat(
            second(
                    step(ALL, flat("lieu"), "75 70", "92 140", "2A 150", "2B 90"),
                    step(ALL, told, "A 70", "B 140", "C 150", "D 90"))
                .suppressed())
        .isZero();
  }

  @Test
  void sumsOfManyWhoMovedAreShown() {
    ProtectionSpec sums = with(flat("lieu"), Policy.ENTREPRISES, "montant", List.of("m1"));
    assertThat(
            second(
                    step(ALL, sums, "75 20 5021 400", "92 30 6234 300", "2A 40 7477 310"),
                    step(LATER, sums, "75 35 9021 900", "92 50 8234 300", "2A 60 9477 310"))
                .suppressed())
        .isZero();
  }

  @Test
  void anAverageAmongTheMeasuresIsNoSum() {
    ProtectionSpec spec =
        with(flat("lieu"), Policy.ENTREPRISES, "montant", List.of("m1"), "moyenne");
    Step step =
        step(
            ALL,
            spec,
            "75 20 5021 251.05 480",
            "92 30 6234 207.80 300",
            "2A 40 7477 186.93 310",
            "2B 50 9118 182.36 320");
    assertThatThrownBy(() -> Protection.of(spec, step.table()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("moyenne", "montant", "divided by effectif");
  }

  @Test
  void populationsOfOtherUnitsAreNotOne() {
    Population some = new Population("siv", DATE, Map.of("energie", Set.of("ES")));
    assertThat(
            second(
                    step(ALL, flat("lieu"), "75 70", "92 140", "2A 150", "2B 90"),
                    step(some, flat("zone"), "A 35", "B 70", "C 75", "D 45"))
                .suppressed())
        .isZero();
  }
}
