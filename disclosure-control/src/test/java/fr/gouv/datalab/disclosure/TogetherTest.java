package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * Two tables of one source side by side, one of them perhaps of a part of it, some cells known from
 * elsewhere: intervals are compared with those of every assignment of units that agrees with all.
 */
class TogetherTest {

  private static final LocalDate DATE = LocalDate.of(2026, 1, 1);
  private static final int ATOMS = 8;
  private static final int MOST = 2;

  /**
   * One table on some of three columns of two codes each, of units whose x is 0 when it is part.
   */
  private static final class View {
    final String name;
    final List<Integer> columns;
    final boolean part;
    final PublishedTable published;
    final List<List<String>> names;
    final int[][] cellsOf = new int[ATOMS][];
    final long[] sums;
    final long[] shown;

    View(String name, List<Integer> columns, boolean part, long[] units, Random random) {
      this.name = name;
      this.columns = columns;
      this.part = part;
      List<ProtectionSpec.Dimension> dimensions = new ArrayList<>();
      columns.forEach(c -> dimensions.add(Tables.flat("xyz".substring(c, c + 1))));
      ProtectionSpec spec =
          Tables.spec(
              Policy.frequencies("rien", 1), dimensions.toArray(ProtectionSpec.Dimension[]::new));
      this.names = new ArrayList<>(cells(units).keySet());
      this.sums = new long[names.size()];
      this.shown = new long[names.size()];
      for (int atom = 0; atom < ATOMS; atom++) {
        long[] one = new long[ATOMS];
        one[atom] = 1;
        Map<List<String>, Long> cells = cells(one);
        cellsOf[atom] =
            java.util.stream.IntStream.range(0, names.size())
                .filter(i -> cells.get(names.get(i)) > 0)
                .toArray();
      }
      Map<List<String>, BigDecimal[]> rows = new LinkedHashMap<>();
      Set<List<String>> secret = new java.util.HashSet<>();
      double share = 0.3 + 0.5 * random.nextDouble();
      for (Map.Entry<List<String>, Long> cell : cells(units).entrySet()) {
        boolean hides = random.nextDouble() < share;
        BigDecimal[] figure = {BigDecimal.valueOf(cell.getValue())};
        rows.put(cell.getKey(), hides ? new BigDecimal[1] : figure);
        shown[names.indexOf(cell.getKey())] = hides ? -1 : cell.getValue();
        if (hides) {
          secret.add(cell.getKey());
        }
      }
      this.published = PublishedTable.seen(spec, rows, secret);
    }

    Map<List<String>, Long> cells(long[] units) {
      Map<List<String>, Long> cells = new LinkedHashMap<>();
      for (int mask = (1 << columns.size()) - 1; mask >= 0; mask--) {
        for (int atom = 0; atom < ATOMS; atom++) {
          if (!part || (atom & 1) == 0) {
            List<String> codes = new ArrayList<>();
            for (int k = 0; k < columns.size(); k++) {
              int c = columns.get(k);
              boolean total = (mask >> k & 1) == 0;
              codes.add(total ? "TOTAL" : "xyz".charAt(c) + "" + (atom >> c & 1));
            }
            cells.merge(codes, units[atom], Long::sum);
          }
        }
      }
      return cells;
    }

    Population population() {
      return new Population("s", DATE, part ? Map.of("x", Set.of("x0")) : Map.of());
    }

    /** Whether no shown cell has more yet, or other than it says at the end. */
    boolean agrees(boolean end) {
      for (int i = 0; i < sums.length; i++) {
        if (shown[i] >= 0 && (end ? sums[i] != shown[i] : sums[i] > shown[i])) {
          return false;
        }
      }
      return true;
    }

    void add(int atom, long value) {
      for (int cell : cellsOf[atom]) {
        sums[cell] += value;
      }
    }
  }

  @Property(tries = 200)
  void noAssignmentOfUnitsLiesOutsideAndPointsArePoints(@ForAll long seed, @ForAll boolean part) {
    Random random = new Random(seed);
    long[] units = new long[ATOMS];
    for (int atom = 0; atom < ATOMS; atom++) {
      units[atom] = random.nextInt(MOST + 1);
    }
    View own = new View("own", List.of(0, 1), false, units, random);
    View other = new View("other", List.of(1, 2), part, units, random);
    Map<List<String>, long[]> found = new HashMap<>();
    long total = java.util.Arrays.stream(units).sum();
    enumerate(0, total + 2, own, other, found);
    List<Inference> inferred =
        PublishedAudit.of(own.published, own.population())
            .with("other", other.population(), other.published)
            .infer();
    for (Inference each : inferred) {
      Inference.Bounds bounds = each.figures().get(0);
      long[] range = found.get(each.codes());
      assertThat(bounds.lower()).isLessThanOrEqualTo(range[0]);
      assertThat(bounds.upper()).isGreaterThanOrEqualTo(Math.min(range[1], total));
      if (bounds.isExact()) {
        assertThat(range[0]).isEqualTo(range[1]).isEqualTo((long) bounds.lower());
      }
      Statistics.label("exact").collect(bounds.isExact());
      Statistics.label("least is the enumerated one").collect(bounds.lower() == range[0]);
      Statistics.label("least is the enumerated one")
          .coverage(c -> c.check(true).percentage(p -> p > 98));
    }
  }

  /** Every assignment up to so many units in all that both tables agree with. */
  private static void enumerate(
      int atom, long left, View own, View other, Map<List<String>, long[]> found) {
    if (atom == ATOMS) {
      if (own.agrees(true) && other.agrees(true)) {
        for (int i = 0; i < own.sums.length; i++) {
          long[] range =
              found.computeIfAbsent(
                  own.names.get(i), c -> new long[] {Long.MAX_VALUE, Long.MIN_VALUE});
          range[0] = Math.min(range[0], own.sums[i]);
          range[1] = Math.max(range[1], own.sums[i]);
        }
      }
      return;
    }
    for (long value = 0; value <= Math.min(left, MOST + 2); value++) {
      own.add(atom, value);
      other.add(atom, value);
      if (own.agrees(false) && other.agrees(false)) {
        enumerate(atom + 1, left - value, own, other, found);
      }
      own.add(atom, -value);
      other.add(atom, -value);
    }
  }
}
