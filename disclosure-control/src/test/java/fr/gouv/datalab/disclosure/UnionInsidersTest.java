package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Units that know their own cells, with several tables before them. The tables are drawn from one
 * set of units; every unit that is alone in a hidden cell, every pair of them and the two of every
 * cell of two then try, by linear programming over all that is published, which shares no code with
 * what looks for them.
 */
class UnionInsidersTest {

  private static final Population ALL = new Population("siv", LocalDate.of(2026, 1, 1), Map.of());
  private static final int[] WIDTHS = {4, 3, 3};
  private static final String[] COLUMNS = {"lieu", "age", "voie"};

  /** How many units each crossing of all columns holds. */
  private static int[] units(Random random) {
    int[] units = new int[WIDTHS[0] * WIDTHS[1] * WIDTHS[2]];
    for (int a = 0; a < units.length; a++) {
      double draw = random.nextDouble();
      units[a] =
          draw < 0.3
              ? 0
              : draw < 0.5 ? 1 : draw < 0.7 ? random.nextInt(8) : 11 + random.nextInt(60);
    }
    return units;
  }

  private static int code(int atom, int column) {
    return switch (column) {
      case 0 -> atom / (WIDTHS[1] * WIDTHS[2]);
      case 1 -> atom / WIDTHS[2] % WIDTHS[1];
      default -> atom % WIDTHS[2];
    };
  }

  /** By some columns; places may be under regions, which differ from table to table. */
  private static ProtectionSpec spec(List<Integer> columns, int regions) {
    ProtectionSpec.Dimension[] dimensions = new ProtectionSpec.Dimension[columns.size()];
    for (int d = 0; d < dimensions.length; d++) {
      dimensions[d] =
          columns.get(d) > 0
              ? Tables.flat(COLUMNS[columns.get(d)])
              : switch (regions) {
                case 0 -> Tables.flat("lieu");
                case 1 ->
                    Tables.dimension(
                        "lieu", "TOTAL", "N<TOTAL", "S<TOTAL", "c0<N", "c1<N", "c2<S", "c3<S");
                default ->
                    Tables.dimension(
                        "lieu", "TOTAL", "E<TOTAL", "O<TOTAL", "c0<E", "c2<E", "c1<O", "c3<O");
              };
    }
    return Tables.spec(Policy.PERSONNES, dimensions);
  }

  private static CellTable table(int[] units, List<Integer> columns, int regions) {
    Map<List<String>, Long> cells = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    for (int atom = 0; atom < units.length; atom++) {
      int at = atom;
      List<String> codes = columns.stream().map(c -> "c" + code(at, c)).toList();
      if (units[atom] > 0) {
        cells.merge(codes, (long) units[atom], Long::sum);
      }
    }
    CellTable.Builder builder = CellTable.builder(spec(columns, regions));
    cells.forEach((codes, count) -> builder.add(count, codes.toArray(String[]::new)));
    return builder.build();
  }

  private static List<CellTable> drawn(int[] units, Random random) {
    List<List<Integer>> choices =
        List.of(
            List.of(0), List.of(1), List.of(0, 1), List.of(0, 2), List.of(1, 2), List.of(0, 1, 2));
    List<CellTable> tables = new ArrayList<>();
    for (int t = 0; t < 2 + random.nextInt(2); t++) {
      tables.add(table(units, choices.get(random.nextInt(choices.size())), random.nextInt(3)));
    }
    return tables;
  }

  private static List<ReleasedTable> alone(List<CellTable> tables) {
    List<ReleasedTable> released = new ArrayList<>();
    for (CellTable table : tables) {
      released.add(
          ReleasedTable.of("v" + released.size(), ALL, Protection.of(table.spec(), table)));
    }
    return released;
  }

  private static List<ReleasedTable> together(List<CellTable> tables) {
    List<ReleasedTable> released = new ArrayList<>();
    for (CellTable table : tables) {
      try {
        released.add(
            ReleasedTable.of(
                "v" + released.size(), ALL, Protection.of(table.spec(), table, ALL, released)));
      } catch (CannotProtectException refused) {
        continue;
      }
    }
    return released;
  }

  /** The hidden cells in which there is nobody but some units, by where these are. */
  private static List<Set<String>> parties(List<ReleasedTable> tables, int[] units) {
    List<Integer> small = new ArrayList<>();
    for (int atom = 0; atom < units.length; atom++) {
      if (units[atom] == 1 || units[atom] == 2) {
        small.add(atom);
      }
    }
    Set<Set<String>> parties = new HashSet<>();
    for (int i = 0; i < small.size(); i++) {
      for (int j = i; j < small.size(); j++) {
        if (i == j || units[small.get(i)] + units[small.get(j)] == 2) {
          parties.add(knowing(tables, new HashSet<>(List.of(small.get(i), small.get(j))), units));
        }
      }
    }
    parties.remove(Set.of());
    return List.copyOf(parties);
  }

  private static Set<String> knowing(List<ReleasedTable> tables, Set<Integer> atoms, int[] units) {
    Set<String> known = new HashSet<>();
    for (int t = 0; t < tables.size(); t++) {
      PublishedTable table = tables.get(t).published();
      for (int cell = 0; cell < table.cells(); cell++) {
        long own = 0;
        for (int atom : atoms) {
          own += isIn(atom, table, cell) ? units[atom] : 0;
        }
        if (table.isHidden(cell) && own > 0 && own == truth(tables.get(t), cell).longValueExact()) {
          known.add(t + ":" + String.join(" ", table.codes(cell)));
        }
      }
    }
    return known;
  }

  private static boolean isIn(int atom, PublishedTable table, int cell) {
    for (int d = 0; d < table.spec().columns().size(); d++) {
      Hierarchy hierarchy = table.hierarchy(d);
      int column = Arrays.asList(COLUMNS).indexOf(table.spec().columns().get(d));
      String leaf = "c" + code(atom, column);
      if (hierarchy.indexOf(leaf) < 0
          || !hierarchy.leavesUnder(table.codes(cell).get(d)).contains(leaf)) {
        return false;
      }
    }
    return true;
  }

  private static BigDecimal truth(ReleasedTable table, int cell) {
    return table.hidden().orElseThrow().figure(0, cell).orElseThrow();
  }

  /** A hidden cell of too few units that hold others, and that a party computes. */
  private static String computed(List<ReleasedTable> tables, Set<String> known) {
    List<ReleasedTable> seen = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      ReleasedTable own = tables.get(t);
      Map<List<String>, BigDecimal[]> told = new LinkedHashMap<>();
      for (int cell = 0; cell < own.published().cells(); cell++) {
        if (known.contains(t + ":" + String.join(" ", own.published().codes(cell)))) {
          told.put(own.published().codes(cell), new BigDecimal[] {truth(own, cell)});
        }
      }
      seen.add(
          new ReleasedTable(
              own.name(), own.population(), own.published().showing(told), own.hidden()));
    }
    for (ReleasedTable first : seen) {
      PublishedAudit audit = PublishedAudit.of(first.published(), first.population());
      for (ReleasedTable each : seen) {
        if (each != first) {
          audit = audit.with(each.name(), each.population(), each.published());
        }
      }
      for (Inference each : audit.infer()) {
        int cell = first.published().find(each.codes());
        if (each.figures().get(0).isExact() && first.hidden().orElseThrow().isPrimary(cell)) {
          return first.published().name(cell) + " in " + first.name() + " by " + known;
        }
      }
    }
    return "";
  }

  private static boolean isSafeForStrangers(List<ReleasedTable> tables) {
    for (int t = 1; t < tables.size(); t++) {
      List<String> shortfalls =
          DisclosureCheck.check(tables.get(t), tables.subList(0, t)).shortfalls();
      if (shortfalls.stream().anyMatch(each -> !each.contains("own cells"))) {
        return false;
      }
    }
    return true;
  }

  private static String attack(List<ReleasedTable> tables, int[] units) {
    for (Set<String> party : parties(tables, units)) {
      String found = computed(tables, party);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  /** Tables that are safe alone, insiders included, and safe together for all others. */
  @ParameterizedTest
  @ValueSource(longs = {34, 93, 146, 148, 153, 157})
  void insidersTurnBackWhatIsSafeForStrangersAndFailHere(long seed) {
    Random random = new Random(seed);
    int[] units = units(random);
    List<CellTable> tables = drawn(units, random);
    List<ReleasedTable> naive = alone(tables);
    assertThat(isSafeForStrangers(naive)).isTrue();
    assertThat(attack(naive, units)).as("naive").isNotEmpty();
    List<ReleasedTable> held = together(tables);
    assertThat(held).hasSize(tables.size());
    assertThat(attack(held, units)).as("here").isEmpty();
  }

  @Property(tries = 25)
  void nobodyComputesACellThatHoldsOthers(@ForAll long seed) {
    Random random = new Random(seed);
    int[] units = units(random);
    List<ReleasedTable> held = together(drawn(units, random));
    Statistics.label("tables").collect(held.size());
    assertThat(attack(held, units)).isEmpty();
  }
}
