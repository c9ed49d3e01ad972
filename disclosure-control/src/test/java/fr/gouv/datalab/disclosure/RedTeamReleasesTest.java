package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks on several releases: each succeeds when every table is protected as if it were alone, and
 * fails, or finds the last table refused, when tables are protected with those before.
 */
class RedTeamReleasesTest {

  private static final LocalDate DATE = LocalDate.of(2026, 1, 1);

  /** One table to be released. */
  private record Step(Population population, CellTable table, Optional<Register> register) {}

  /**
   * @param succeeds what the attacker does with the tables as they are published
   */
  private record Attack(String name, List<Step> steps, Predicate<List<ReleasedTable>> succeeds) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Population all() {
    return new Population("siv", DATE, Map.of());
  }

  private static Population only(String column, String... codes) {
    return new Population("siv", DATE, Map.of(column, Set.of(codes)));
  }

  private static Step step(Population population, ProtectionSpec spec, String... cells) {
    CellTable.Builder builder = CellTable.builder(spec);
    for (String cell : cells) {
      String[] words = cell.split(" ");
      int last = words.length - 1;
      builder.add(Long.parseLong(words[last]), Arrays.copyOf(words, last));
    }
    return new Step(population, builder.build(), Optional.empty());
  }

  private static ProtectionSpec flat(String... columns) {
    return Tables.spec(
        Policy.PERSONNES,
        Arrays.stream(columns).map(Tables::flat).toArray(ProtectionSpec.Dimension[]::new));
  }

  /** Places of which 75 and 2A are one region, and other columns. */
  private static ProtectionSpec regions(String... columns) {
    List<ProtectionSpec.Dimension> dimensions = new ArrayList<>();
    dimensions.add(
        Tables.dimension("lieu", "TOTAL", "S<TOTAL", "92<TOTAL", "2B<TOTAL", "75<S", "2A<S"));
    Arrays.stream(columns).map(Tables::flat).forEach(dimensions::add);
    return Tables.spec(Policy.PERSONNES, dimensions.toArray(ProtectionSpec.Dimension[]::new));
  }

  /** A hidden cell of one table of which all tables together give the figure. */
  private static Predicate<List<ReleasedTable>> computes(int table, String... codes) {
    return tables -> {
      if (table >= tables.size()) {
        return false;
      }
      ReleasedTable own = tables.get(table);
      PublishedAudit audit = PublishedAudit.of(own.published(), own.population());
      List<ReleasedTable> system = new ArrayList<>(List.of(own));
      tables.stream().filter(each -> each != own).forEach(system::add);
      for (ReleasedTable each : system.subList(1, system.size())) {
        audit = audit.with(each.name(), each.population(), each.published());
      }
      return audit.infer().stream()
          .filter(each -> each.codes().equals(List.of(codes)))
          .anyMatch(each -> each.figures().get(0).isExact());
    };
  }

  /** A group of fewer units than may be shown, by taking published cells from published cells. */
  private static Predicate<List<ReleasedTable>> subtracts(String from, String... taken) {
    return tables -> {
      Long rest = figure(tables, from);
      for (String each : taken) {
        Long part = figure(tables, each);
        rest = rest == null || part == null ? null : Long.valueOf(rest - part);
      }
      return rest != null && rest > 0 && rest < 11;
    };
  }

  /** {@code 0: ES}: a cell of the first table. */
  private static Long figure(List<ReleasedTable> tables, String cell) {
    int table = Integer.parseInt(cell.substring(0, 1));
    if (table >= tables.size()) {
      return null;
    }
    PublishedTable published = tables.get(table).published();
    int at = published.find(List.of(cell.substring(3).split(" ")));
    return at < 0 || published.isHidden(at) ? null : published.value(0, at);
  }

  static Stream<Attack> attacks() {
    ProtectionSpec places =
        Tables.spec(
            Policy.PERSONNES,
            Tables.dimension(
                "lieu", "FR", "IDF<FR", "BRE<FR", "75<IDF", "92<IDF", "35<BRE", "29<BRE"));
    ProtectionSpec zones =
        Tables.spec(
            Policy.PERSONNES,
            Tables.dimension("lieu", "FR", "Z1<FR", "Z2<FR", "75<Z1", "35<Z1", "92<Z2", "29<Z2"));
    Population grows = new Population("siv", DATE, Map.of(), true);
    Population grown = new Population("siv", DATE.plusMonths(1), Map.of(), true);
    Population later = new Population("siv", DATE.plusDays(1), Map.of());
    return Stream.of(
        new Attack(
            "France less France without Corsica",
            List.of(
                step(all(), flat("energie"), "ES 500", "GO 305"),
                step(only("lieu", "continent"), flat("energie"), "ES 420", "GO 300")),
            subtracts("0: GO", "1: GO")),
        new Attack(
            "what the North and the South leave of France",
            List.of(
                step(only("lieu", "nord"), flat("energie"), "ES 120", "GO 100"),
                step(only("lieu", "sud"), flat("energie"), "ES 76", "GO 150"),
                step(all(), flat("energie"), "ES 200", "GO 300")),
            subtracts("2: ES", "0: ES", "1: ES")),
        new Attack(
            "what the North and the South leave, where only these are divided by age",
            List.of(
                step(only("lieu", "nord"), flat("age"), "jeunes 120", "vieux 100"),
                step(only("lieu", "sud"), flat("age"), "jeunes 76", "vieux 150"),
                step(all(), flat("energie"), "ES 250", "GO 200")),
            subtracts("2: TOTAL", "0: TOTAL", "1: TOTAL")),
        new Attack(
            "a population that lists every age, so as to look like a part",
            List.of(
                step(only("age", "jeunes", "vieux"), flat("energie"), "ES 500", "GO 305"),
                step(only("lieu", "continent"), flat("energie"), "ES 420", "GO 300")),
            subtracts("0: GO", "1: GO")),
        new Attack(
            "a finer breakdown shows the margin that the coarse table hides for another",
            List.of(
                step(all(), flat("lieu"), "75 7", "92 14", "2A 90"),
                step(
                    only("lieu", "92", "2A"),
                    flat("lieu", "energie"),
                    "92 ES 14",
                    "2A ES 40",
                    "2A GO 50")),
            computes(0, "75")),
        new Attack(
            "a table of the one place that was hidden for another's sake",
            List.of(
                step(all(), flat("lieu"), "75 7", "92 14", "2A 90"),
                step(only("lieu", "92"), flat("energie"), "ES 14")),
            computes(0, "75")),
        new Attack(
            "two use cases that slice one source: by place, and by make in other regions",
            List.of(
                step(all(), flat("lieu"), "75 7", "92 14", "2A 90"),
                step(all(), regions("marque"), "75 R 7", "92 R 14", "2A R 50", "2A P 40")),
            computes(0, "75")),
        new Attack(
            "regions in one release, employment zones over the same departments in another",
            List.of(
                step(all(), places, "75 4", "92 15", "35 30", "29 16"),
                step(all(), zones, "75 4", "92 15", "35 30", "29 16")),
            computes(0, "75")),
        new Attack(
            "the same table again, hidden by another pattern",
            List.of(
                step(all(), flat("lieu"), "75 7", "92 14", "2A 15", "2B 90"),
                step(all(), regions(), "75 7", "92 14", "2A 15", "2B 90")),
            computes(0, "75")),
        new Attack(
            "a register of codes: the department is the sum of its trainings",
            List.of(
                step(all(), flat("formation"), "f1 25", "f2 8", "f3 9", "f4 40"),
                new Step(
                    all(),
                    step(all(), flat("lieu"), "75 33", "92 49").table(),
                    Optional.of(
                        new Register(
                            List.of("lieu", "formation"),
                            Set.of(
                                List.of("75", "f1"),
                                List.of("75", "f2"),
                                List.of("92", "f3"),
                                List.of("92", "f4")))))),
            subtracts("1: 75", "0: f1")),
        new Attack(
            "a source that only grows: this month less last month",
            List.of(
                step(grows, flat("energie"), "ES 195", "GO 300"),
                step(grown, flat("energie"), "ES 198", "GO 390")),
            subtracts("1: ES", "0: ES")),
        new Attack(
            "one birth between two days: in which part is it",
            List.of(
                step(all(), flat("energie"), "ES 195", "GO 300"),
                step(later, flat("energie"), "ES 196", "GO 300")),
            subtracts("1: ES", "0: ES")),
        new Attack(
            "a population that is the complement of a hidden cell",
            List.of(
                step(all(), flat("lieu"), "75 7", "92 14", "2A 90", "2B 91"),
                step(only("lieu", "92", "2A", "2B"), flat("energie"), "ES 105", "GO 90")),
            subtracts("0: TOTAL", "1: TOTAL")));
  }

  private static List<ReleasedTable> alone(Attack attack) {
    List<ReleasedTable> tables = new ArrayList<>();
    for (Step step : attack.steps()) {
      ProtectedTable safe = Protection.of(step.table().spec(), step.table());
      assertThat(safe.verdict().safe()).isTrue();
      tables.add(named(tables, step, safe));
    }
    return tables;
  }

  private static List<ReleasedTable> together(Attack attack) {
    List<ReleasedTable> tables = new ArrayList<>();
    for (Step step : attack.steps()) {
      try {
        ProtectedTable safe =
            Protection.of(
                step.table().spec(), step.table(), step.population(), step.register(), tables);
        tables.add(named(tables, step, safe));
      } catch (CannotProtectException refused) {
        return tables;
      }
    }
    return tables;
  }

  private static ReleasedTable named(List<ReleasedTable> before, Step step, ProtectedTable safe) {
    return ReleasedTable.of("v" + before.size(), step.population(), safe).with(step.register());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void succeedsAgainstTablesProtectedAloneAndFailsHere(Attack attack) {
    assertThat(attack.succeeds().test(alone(attack))).as("alone").isTrue();
    assertThat(attack.succeeds().test(together(attack))).as("together").isFalse();
  }
}
