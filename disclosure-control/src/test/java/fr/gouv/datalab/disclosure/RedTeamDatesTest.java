package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.disclosure.ReleaseAttack.Step;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks of one who asks for each table at another date, so that none of them is of the date of
 * another: each succeeds when every table is protected as if it were alone, and fails, or finds a
 * table refused, when tables are protected with those before.
 */
class RedTeamDatesTest {

  /** Some units on some day of January; {@code "2 lieu=75,92"}. */
  private static Population on(String words) {
    String[] parts = words.split("[ =]");
    LocalDate day = LocalDate.of(2026, 1, Integer.parseInt(parts[0]));
    return new Population(
        "siv", day, parts.length == 1 ? Map.of() : Map.of(parts[1], Set.of(parts[2].split(","))));
  }

  private static Step step(String population, ProtectionSpec spec, String... cells) {
    CellTable.Builder builder = CellTable.builder(spec);
    for (String cell : cells) {
      String[] words = cell.split(" ");
      int last = words.length - 1;
      builder.add(Long.parseLong(words[last]), Arrays.copyOf(words, last));
    }
    return new Step(on(population), builder.build());
  }

  private static ProtectionSpec flat(String... columns) {
    return Tables.spec(
        Policy.PERSONNES,
        Arrays.stream(columns).map(Tables::flat).toArray(ProtectionSpec.Dimension[]::new));
  }

  private static BigDecimal figure(List<ReleasedTable> tables, String cell) {
    int table = Integer.parseInt(cell.substring(0, 1));
    if (table >= tables.size()) {
      return null;
    }
    PublishedTable published = tables.get(table).published();
    int at = published.find(List.of(cell.substring(3).split(" ")));
    return at < 0 || published.isHidden(at) ? null : BigDecimal.valueOf(published.value(0, at));
  }

  /** A figure, or one near it, by taking published cells from published cells. */
  private static Predicate<List<ReleasedTable>> gives(long found, String from, String... taken) {
    return tables -> {
      BigDecimal rest = figure(tables, from);
      for (String each : taken) {
        BigDecimal part = figure(tables, each);
        rest = rest == null || part == null ? null : rest.subtract(part);
      }
      return rest != null && rest.compareTo(BigDecimal.valueOf(found)) == 0;
    };
  }

  static Stream<ReleaseAttack> attacks() {
    Step places = step("1", flat("lieu"), "75 7", "92 14", "2A 90", "2B 91");
    return Stream.of(
        new ReleaseAttack(
            "France less, the day after, France without Corsica",
            List.of(
                step("1", flat("energie"), "ES 500", "GO 305"),
                step("2 lieu=continent", flat("energie"), "ES 420", "GO 300")),
            gives(5, "0: GO", "1: GO")),
        new ReleaseAttack(
            "the same, though others moved in between",
            List.of(
                step("1", flat("energie"), "ES 500", "GO 305"),
                step("2 lieu=continent", flat("energie"), "ES 501", "GO 300")),
            gives(5, "0: GO", "1: GO")),
        new ReleaseAttack(
            "what the North and the South leave of France, each on its own day",
            List.of(
                step("1 lieu=nord", flat("energie"), "ES 120", "GO 100"),
                step("2 lieu=sud", flat("energie"), "ES 76", "GO 150"),
                step("3", flat("energie"), "ES 200", "GO 300")),
            gives(4, "2: ES", "0: ES", "1: ES")),
        new ReleaseAttack(
            "the one place that was hidden for another's sake, the day after",
            List.of(places, step("2 lieu=92", flat("energie"), "ES 14")),
            gives(7, "0: TOTAL", "1: TOTAL", "0: 2A", "0: 2B")),
        new ReleaseAttack(
            "the same in the other order",
            List.of(step("2 lieu=92", flat("energie"), "ES 14"), places),
            gives(7, "1: TOTAL", "0: TOTAL", "1: 2A", "1: 2B")),
        new ReleaseAttack(
            "by other columns at a date when others moved",
            List.of(
                places,
                step(
                    "2",
                    flat("lieu", "energie"),
                    "75 ES 30",
                    "92 ES 14",
                    "2A ES 60",
                    "2A GO 62",
                    "2B GO 91")),
            gives(7, "0: TOTAL", "1: 92 TOTAL", "0: 2A", "0: 2B")),
        new ReleaseAttack(
            "one birth between two tables of other columns: in which part is it",
            List.of(
                step("1", flat("lieu"), "75 195", "92 300"),
                step(
                    "2",
                    flat("lieu", "energie"),
                    "75 ES 96",
                    "75 GO 100",
                    "92 ES 140",
                    "92 GO 160")),
            gives(1, "1: 75 TOTAL", "0: 75")),
        new ReleaseAttack(
            "one birth, told by a table and by a population",
            List.of(
                step(
                    "1",
                    flat("lieu", "energie"),
                    "75 ES 95",
                    "75 GO 100",
                    "92 ES 140",
                    "92 GO 160"),
                step("2 lieu=75", flat("energie"), "ES 96", "GO 100")),
            gives(1, "1: ES", "0: 75 ES")),
        new ReleaseAttack(
            "a column under another name, the day after",
            List.of(
                places,
                step(
                    "2",
                    Tables.spec(
                        Policy.PERSONNES,
                        Tables.dimension(
                            "zone", "TOTAL", "S<TOTAL", "A<S", "C<S", "B<TOTAL", "D<TOTAL")),
                    "A 7",
                    "B 14",
                    "C 90",
                    "D 91")),
            gives(7, "0: TOTAL", "1: B", "0: 2A", "0: 2B")));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void succeedsAgainstTablesProtectedAloneAndFailsHere(ReleaseAttack attack) {
    attack.succeedsAloneAndFailsHere();
  }

  private static int hidden(Step... steps) {
    List<ReleasedTable> tables = ReleaseAttack.together(List.of(steps));
    assertThat(tables).hasSize(steps.length);
    return tables.get(steps.length - 1).published().suppressed();
  }

  @Test
  void datesFarApartCostNothing() {
    assertThat(
            hidden(
                step("1", flat("lieu"), "75 195", "92 300", "2A 90"),
                step(
                    "31",
                    flat("lieu", "energie"),
                    "75 ES 150",
                    "75 GO 100",
                    "92 ES 500",
                    "2A GO 120")))
        .isZero();
    assertThat(
            hidden(
                step("1", flat("energie"), "ES 500", "GO 305"),
                step("31 lieu=continent", flat("energie"), "ES 420", "GO 200")))
        .isZero();
  }

  @Test
  void codesThatAnotherDateDoesNotKnowAreNoReasonToRefuse() {
    assertThat(
            hidden(
                step("1 lieu=75,78,ancienne", flat("energie"), "ES 420", "GO 200"),
                step("2", flat("lieu"), "75 300", "78 350", "92 500")))
        .isZero();
  }
}
