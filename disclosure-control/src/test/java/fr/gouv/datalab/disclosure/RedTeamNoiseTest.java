package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import fr.gouv.datalab.disclosure.noise.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Attacks on tables whose figures were changed, alone and beside other releases: each succeeds when
 * tables are protected as if they were alone, and fails, or finds the last table refused or hiding
 * more, when they are protected with those before.
 */
class RedTeamNoiseTest {

  private static final LocalDate DATE = LocalDate.of(2026, 1, 1);
  private static final Population ALL = new Population("siv", DATE, Map.of());
  private static final Ledger NO_LEDGER =
      (population, budget, spending) -> {
        throw new AssertionError("nothing is to be spent here");
      };

  /** One table to be released. */
  private record Step(Population population, CellTable table) {}

  private record Attack(String name, List<Step> steps, Predicate<List<ReleasedTable>> succeeds) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Population only(String column, String... codes) {
    return new Population("siv", DATE, Map.of(column, Set.of(codes)));
  }

  private static ProtectionSpec spec(String columns, String method) {
    StringBuilder yaml = new StringBuilder("dimensions:\n");
    for (String column : columns.split(" ")) {
      yaml.append("  - {column: ").append(column).append("}\n");
    }
    yaml.append("frequency: n\npolicy: personnes\n").append(method);
    try {
      return ProtectionSpec.parse(
          new ObjectMapper(new YAMLFactory()).readTree(yaml.toString()), name -> null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProtectionSpec hidden(String columns) {
    return spec(columns, "");
  }

  private static ProtectionSpec rounded(String columns, int base) {
    return spec(columns, "protect: round\nrounding: {base: " + base + "}\n");
  }

  /** Each small cell is to keep three units on either side. */
  private static ProtectionSpec wide(int base) {
    return spec(
        "lieu", "protection: frequency:3\nprotect: round\nrounding: {base: " + base + "}\n");
  }

  private static ProtectionSpec keyed(String columns) {
    return spec(columns, "protect: cellkey\ncellKey: {key: cle, maximum: 3, variance: 1}\n");
  }

  /** Cells as {@code codes count}, or {@code codes count@key}. */
  private static Step step(Population population, ProtectionSpec spec, String... cells) {
    CellTable.Builder builder = CellTable.builder(spec);
    for (String cell : cells) {
      String[] words = cell.split(" ");
      String[] figure = words[words.length - 1].split("@");
      Map<String, BigDecimal> figures = new HashMap<>();
      figures.put("n", new BigDecimal(figure[0]));
      if (figure.length > 1) {
        figures.put("cle", new BigDecimal(figure[1]));
      }
      builder.add(List.of(Arrays.copyOf(words, words.length - 1)), figures);
    }
    return new Step(population, builder.build());
  }

  /** The interval of a cell of one table, to one who has them all, is narrower than a number. */
  private static Predicate<List<ReleasedTable>> tells(int table, int width, String... codes) {
    return tables -> {
      if (table >= tables.size()) {
        return false;
      }
      List<ReleasedTable> system = new ArrayList<>(List.of(tables.get(table)));
      tables.stream().filter(each -> each != tables.get(table)).forEach(system::add);
      UnionSystem union = new UnionSystem(system);
      UnionFigure figure = new UnionFigure(union, system, 0);
      boolean[] wanted = new boolean[union.variables()];
      int variable = union.variable(0, system.get(0).published().find(List.of(codes)));
      wanted[variable] = true;
      Audit.Interval found = figure.intervals(figure.known(t -> true), t -> true, wanted)[variable];
      return found.upper() - found.lower() < width;
    };
  }

  static Stream<Attack> attacks() {
    return Stream.of(
        new Attack(
            "one table rounded twice, to two bases",
            List.of(
                step(ALL, wide(5), "75 9", "92 14", "2A 91"),
                step(ALL, wide(4), "75 9", "92 14", "2A 91")),
            tells(0, 6, "75")),
        new Attack(
            "small counts rounded, and the total from another release",
            List.of(
                step(ALL, hidden("energie"), "ES 57", "GO 40"),
                step(
                    ALL,
                    spec("lieu", "protect: round\nrounding: {base: 11, cells: small}\n"),
                    "75 7",
                    "92 90")),
            tells(1, 1, "75")),
        new Attack(
            "small counts rounded first, then the total",
            List.of(
                step(
                    ALL,
                    spec("lieu", "protect: round\nrounding: {base: 11, cells: small}\n"),
                    "75 7",
                    "92 90"),
                step(ALL, hidden("energie"), "ES 57", "GO 40")),
            tells(0, 1, "75")),
        new Attack(
            "hidden in one release, and rounded to a small base in another",
            List.of(
                step(ALL, hidden("lieu"), "75 7", "92 14", "2A 90"),
                step(ALL, rounded("lieu", 2), "75 7", "92 14", "2A 90")),
            tells(0, 2, "75")),
        new Attack(
            "rounded first, then hidden beside exact figures",
            List.of(
                step(ALL, rounded("lieu", 2), "75 7", "92 14", "2A 90"),
                step(ALL, hidden("lieu"), "75 7", "92 14", "2A 90")),
            tells(1, 2, "75")),
        new Attack(
            "rounded by place, exact by place and energy where nothing is small",
            List.of(
                step(ALL, rounded("lieu", 5), "75 9", "92 41", "2A 90"),
                step(
                    only("lieu", "92", "2A"),
                    hidden("lieu energie"),
                    "92 ES 20",
                    "92 GO 21",
                    "2A ES 45",
                    "2A GO 45"),
                step(ALL, hidden("marque"), "R 70", "P 70")),
            tells(0, 1, "75")),
        new Attack(
            "cell keys by place, and exact figures around the small cell",
            List.of(
                step(ALL, keyed("lieu"), "75 9@123456789", "92 41@3456789012", "2A 90@876543210"),
                step(only("lieu", "92", "2A"), hidden("energie"), "ES 61", "GO 70"),
                step(ALL, hidden("marque"), "R 70", "P 70")),
            tells(0, 1, "75")));
  }

  private static List<ReleasedTable> alone(Attack attack) {
    List<ReleasedTable> tables = new ArrayList<>();
    for (Step step : attack.steps()) {
      ProtectionSpec spec = step.table().spec();
      String name = "v" + tables.size();
      tables.add(
          spec.isChanged()
              ? ReleasedTable.of(
                  name, step.population(), Perturbation.of(spec, step.table(), NO_LEDGER))
              : ReleasedTable.of(name, step.population(), Protection.of(spec, step.table())));
    }
    return tables;
  }

  private static List<ReleasedTable> together(Attack attack) {
    List<ReleasedTable> tables = new ArrayList<>();
    for (Step step : attack.steps()) {
      try {
        tables.add(together(step, tables));
      } catch (CannotProtectException refused) {
        return tables;
      }
    }
    return tables;
  }

  private static ReleasedTable together(Step step, List<ReleasedTable> before) {
    ProtectionSpec spec = step.table().spec();
    String name = "v" + before.size();
    return spec.isChanged()
        ? ReleasedTable.of(
            name,
            step.population(),
            Perturbation.of(
                spec, step.table(), step.population(), Optional.empty(), before, NO_LEDGER))
        : ReleasedTable.of(
            name, step.population(), Protection.of(spec, step.table(), step.population(), before));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void succeedsAgainstTablesProtectedAloneAndFailsHere(Attack attack) {
    assertThat(attack.succeeds().test(alone(attack))).as("alone").isTrue();
    assertThat(attack.succeeds().test(together(attack))).as("together").isFalse();
  }

  @Test
  void oneCellHasOneNoise() {
    ReleasedTable first =
        together(step(ALL, keyed("lieu"), "75 9@123456789", "92 41@3456789012"), List.of());
    assertThat(
            together(step(ALL, keyed("lieu"), "75 9@123456789", "92 41@3456789012"), List.of(first))
                .published()
                .saysTheSameAs(first.published()))
        .isTrue();
    assertThatThrownBy(
            () ->
                together(
                    step(ALL, keyed("lieu"), "75 9@4123456789", "92 41@3456789012"),
                    List.of(first)))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("another noise");
  }

  @Test
  void aSmallBaseDoesNotRoundWhatAPolicyForbids() {
    // Finest counts from 3 to 10 would stand as they are: far margins do not make them vague.
    assertThatThrownBy(
            () ->
                together(
                    step(
                        ALL,
                        spec("lieu energie", "protect: round\nrounding: {base: 3, cells: small}\n"),
                        "75 ES 7",
                        "75 GO 2",
                        "92 ES 1",
                        "92 GO 1",
                        "2A ES 1",
                        "2A GO 1"),
                    List.of()))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("more closely than asked");
  }

  /** One of many populations: some places, and the small one with them or not. */
  private static Step slice(int number, boolean small) {
    List<String> cells = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    if (small) {
      cells.add("75 7@9000000000");
      kept.add("75");
    }
    for (int other = 0; other < 6; other++) {
      if (((number >> other) & 1) == 1) {
        kept.add("p" + other);
        cells.add("p" + other + " " + (40 + other) + "@" + (1_234_567_890L * (other + 3)));
      }
    }
    return step(
        only("lieu", kept.toArray(String[]::new)), keyed("lieu"), cells.toArray(String[]::new));
  }

  @Test
  void aCellIsNotToldByTheMeanOfManyPopulations() {
    List<ReleasedTable> tables = new ArrayList<>();
    List<ReleasedTable> naive = new ArrayList<>();
    int refused = 0;
    for (int number = 1; number < 64; number++) {
      for (boolean small : new boolean[] {true, false}) {
        Step step = slice(number, small);
        naive.add(
            ReleasedTable.of(
                number + (small ? " with" : " without"),
                step.population(),
                Perturbation.of(step.table().spec(), step.table(), NO_LEDGER)));
        try {
          tables.add(together(step, tables));
        } catch (CannotProtectException e) {
          assertThat(e).hasMessageContaining("mean of the noisy figures");
          refused++;
        }
      }
    }
    // Each population with the seven units, less the same without: 63 estimates.
    assertThat(mean(naive)).isCloseTo(7, org.assertj.core.data.Offset.offset(0.5));
    assertThat(error(naive)).isLessThan(0.3);
    assertThat(refused).isPositive();
    assertThat(error(tables)).isGreaterThan(0.5);
  }

  private static double mean(List<ReleasedTable> tables) {
    double sum = 0;
    for (int i = 0; i < tables.size(); i += 2) {
      sum += total(tables.get(i)) - total(tables.get(i + 1));
    }
    return sum / (tables.size() / 2.0);
  }

  private static long total(ReleasedTable table) {
    return table.published().value(0, table.published().find(List.of("TOTAL")));
  }

  private static double error(List<ReleasedTable> tables) {
    UnionSystem system = new UnionSystem(tables);
    return new Averages(system, tables)
        .error(0, tables.get(0).published().find(List.of("75")), t -> true);
  }

  @Test
  void manyMarginsOfOneTableTellASmallCell() {
    StringBuilder columns = new StringBuilder();
    List<String> cells = new ArrayList<>();
    int dimensions = 6;
    for (int d = 0; d < dimensions; d++) {
      columns.append(d == 0 ? "" : " ").append("d").append(d);
    }
    for (int cell = 0; cell < 1 << dimensions; cell++) {
      StringBuilder codes = new StringBuilder();
      for (int d = 0; d < dimensions; d++) {
        codes.append((cell >> d) & 1).append(' ');
      }
      cells.add(codes.toString() + (cell == 0 ? 7 : 60 + cell) + "@" + (987_654_321L * (cell + 1)));
    }
    assertThatThrownBy(
            () ->
                together(
                    step(ALL, keyed(columns.toString()), cells.toArray(String[]::new)), List.of()))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("mean of the noisy figures");
  }

  /** Day after day the small cell stays, and all around it moves. */
  @Test
  void aCellThatStaysIsNotToldByTheMeanOfManyDates() {
    List<ReleasedTable> tables = new ArrayList<>();
    double sum = 0;
    int refused = 0;
    for (int day = 0; day < 60; day++) {
      Population that = new Population("siv", DATE.plusDays(day), Map.of());
      Step step =
          step(
              that,
              keyed("lieu"),
              "75 7@9000000000",
              "92 " + (40 + day % 9) + "@" + (3_456_789_012L + 777_777_777L * day));
      ReleasedTable naive =
          ReleasedTable.of(
              "n", that, Perturbation.of(step.table().spec(), step.table(), NO_LEDGER));
      sum += total(naive) - naive.published().value(0, naive.published().find(List.of("92")));
      try {
        tables.add(together(step, tables));
      } catch (CannotProtectException e) {
        refused++;
      }
    }
    assertThat(sum / 60).as("naive").isCloseTo(7, org.assertj.core.data.Offset.offset(0.5));
    assertThat(refused).isPositive();
    assertThat(tables).hasSizeLessThan(20);
  }
}
