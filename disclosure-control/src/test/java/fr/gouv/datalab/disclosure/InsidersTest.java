package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Units that know their own cells: what they compute against a naive pattern, and not here. */
class InsidersTest {

  private static final Defence NONE = new Defence(Defence.Search.FAST, 0);

  /**
   * @param known the cells that the attackers are all the units of
   */
  private record Attack(String name, CellTable table, String target, List<String> known) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static CellTable table(ProtectionSpec spec, String... cells) {
    CellTable.Builder builder = CellTable.builder(spec);
    for (String cell : cells) {
      String[] words = cell.split(" ");
      int last = words.length - 1;
      builder.add(Long.parseLong(words[last]), Arrays.copyOf(words, last));
    }
    return builder.build();
  }

  private static ProtectionSpec line(long minimum) {
    return Tables.spec(Policy.frequencies("seuil", minimum), Tables.flat("t"));
  }

  private static ProtectionSpec square(long minimum) {
    return Tables.spec(Policy.frequencies("seuil", minimum), Tables.flat("t"), Tables.flat("e"));
  }

  static Stream<Attack> attacks() {
    return Stream.of(
        new Attack(
            "one unit, alone in the other hidden cell of a line",
            table(line(11), "a 6", "b 1", "c 400", "d 500"),
            "a",
            List.of("b")),
        new Attack(
            "the two units of the other hidden cell of a line",
            table(line(3), "a 2", "b 2", "c 400", "d 500"),
            "a",
            List.of("b")),
        new Attack(
            "two units, each alone in a hidden cell of the line",
            table(line(11), "a 6", "b 1", "c 1", "d 400", "e 500"),
            "a",
            List.of("b", "c")),
        new Attack(
            "a unit alone in the opposite corner of the only square",
            table(
                square(11),
                "a x 5",
                "a y 40",
                "a z 90",
                "b x 60",
                "b y 1",
                "b z 71",
                "c x 52",
                "c y 81",
                "c z 33"),
            "a x",
            List.of("b y")),
        new Attack(
            "one contributor known to be alone in two cells, in two lines",
            table(
                square(5), "a x 1", "a y 4", "a z 300", "b x 4", "b y 1", "b z 300", "c x 300",
                "c y 310", "c z 320"),
            "a y",
            List.of("a x", "b y")));
  }

  private static boolean[] hidden(ProtectedTable table) {
    boolean[] hidden = new boolean[table.cells()];
    for (int cell = 0; cell < hidden.length; cell++) {
      hidden[cell] = table.pattern().isHidden(cell);
    }
    return hidden;
  }

  private static int cell(Lattice lattice, String codes) {
    String[] words = codes.split(" ");
    int[] at = new int[lattice.dimensions()];
    for (int d = 0; d < words.length; d++) {
      at[d] = lattice.hierarchy(d).indexOf(words[d]);
    }
    return lattice.find(at);
  }

  /** By linear programming, which shares no code with what looks for insiders. */
  private static Audit.Interval infer(ProtectedTable table, int target, int... known) {
    boolean[] seen = hidden(table);
    for (int each : known) {
      seen[each] = false;
    }
    Lattice lattice = table.lattice();
    return new Audit(lattice.equations(), seen, lattice.values(0), true).intervals()[target];
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void succeedWhereNobodyIsThoughtToKnowAndFailHere(Attack attack) {
    ProtectionSpec spec = attack.table().spec();
    Lattice lattice = attack.table().lattice();
    int target = cell(lattice, attack.target());
    int[] known = attack.known().stream().mapToInt(each -> cell(lattice, each)).toArray();
    ProtectedTable naive = Protection.of(spec.with(NONE), attack.table());
    Audit.Interval found = infer(naive, target, known);
    assertThat(found.lower()).as("the naive pattern falls").isEqualTo(found.upper());
    ProtectedTable safe = Protection.of(spec, attack.table());
    Audit.Interval kept = infer(safe, target, known);
    assertThat(kept.lower()).isLessThan(kept.upper());
  }

  private static CellTable random(Random random) {
    ProtectionSpec spec =
        switch (random.nextInt(3)) {
          case 0 -> Tables.spec(Policy.PERSONNES, Tables.tree("t", 3 + random.nextInt(8)));
          case 1 ->
              Tables.spec(
                  Policy.PERSONNES,
                  Tables.tree("t", 3 + random.nextInt(3)),
                  Tables.tree("e", 3 + random.nextInt(2)));
          default -> Tables.spec(Policy.PERSONNES, Tables.tree("t", 2, 2), Tables.tree("e", 3));
        };
    CellTable.Builder builder = CellTable.builder(spec);
    fill(builder, spec, new ArrayList<>(), random);
    return builder.build();
  }

  private static void fill(
      CellTable.Builder builder, ProtectionSpec spec, List<String> at, Random random) {
    if (at.size() == spec.dimensions().size()) {
      long small = 1 + random.nextInt(3);
      builder.add(
          random.nextInt(3) == 0 ? small : 4 + random.nextInt(80), at.toArray(String[]::new));
      return;
    }
    Hierarchy hierarchy = spec.dimensions().get(at.size()).hierarchy().orElseThrow();
    for (String leaf : hierarchy.leavesUnder(hierarchy.code(0))) {
      at.add(leaf);
      fill(builder, spec, at, random);
      at.remove(at.size() - 1);
    }
  }

  /** Every coalition of at most two units, against every primary cell, by linear programming. */
  @Property(tries = 60)
  void noTwoUnitsComputeAPrimaryCellThatHoldsOthers(@ForAll long seed) {
    Random random = new Random(seed);
    CellTable table = random(random);
    ProtectedTable safe = Protection.of(table.spec(), table);
    ProtectedTable naive = Protection.of(table.spec().with(NONE), table);
    assertThat(safe.verdict().shortfalls()).isEmpty();
    assertThat(computed(safe)).isEmpty();
    Statistics.label("naive falls").collect(!computed(naive).isEmpty());
    Statistics.label("naive falls").coverage(c -> c.check(true).percentage(p -> p > 10));
  }

  private static List<String> computed(ProtectedTable table) {
    Lattice lattice = table.lattice();
    List<Coalition> coalitions = new ArrayList<>();
    for (int s = 0; s < lattice.size(); s++) {
      if (few(table, s, 2)) {
        coalitions.add(Coalition.of(lattice, s));
        for (int t = s + 1; t < lattice.size() && lattice.value(0, s) == 1; t++) {
          if (few(table, t, 1)) {
            coalitions.add(Coalition.of(lattice, s, t));
          }
        }
      }
    }
    List<String> computed = new ArrayList<>();
    for (Coalition each : coalitions) {
      boolean[] seen = hidden(table);
      for (int k = 0; k < each.size(); k++) {
        seen[each.cell(k)] = false;
      }
      Audit.Interval[] intervals =
          new Audit(lattice.equations(), seen, lattice.values(0), true).intervals();
      for (int cell = 0; cell < seen.length; cell++) {
        if (seen[cell]
            && table.pattern().isPrimary(cell)
            && !each.isAllOf(lattice, cell)
            && intervals[cell].lower() == intervals[cell].upper()) {
          computed.add(lattice.name(cell));
        }
      }
    }
    return computed;
  }

  /** Whether a hidden cell, of any margin, holds somebody and no more than so many. */
  private static boolean few(ProtectedTable table, int cell, int most) {
    long units = table.lattice().value(0, cell);
    return table.pattern().isHidden(cell) && units > 0 && units <= most;
  }

  /** Above some size no certificate is asked for each reader: the algebra says who succeeds. */
  @Test
  void inLargeTablesTheAlgebraFindsThem() {
    ProtectionSpec spec =
        Tables.spec(
            Policy.frequencies("seuil", 3), Tables.tree("t", 12, 14), Tables.tree("e", 6, 6));
    CellTable table = Tables.skewed(spec, 5, 14, 0.1);
    ProtectedTable naive = Protection.of(spec.with(NONE), table);
    ProtectedTable safe = Protection.of(spec, table);
    assertThat(safe.verdict().shortfalls()).isEmpty();
    assertThat(ratiosShared(naive)).as("naive").isPositive();
    assertThat(ratiosShared(safe)).as("here").isZero();
  }

  /** Primary cells that follow from a cell of one or two units, whatever the signs of figures. */
  private static int ratiosShared(ProtectedTable table) {
    Lattice lattice = table.lattice();
    RandomKernel kernel =
        new RandomKernel(lattice.equations(), hidden(table), 2, 77, RandomKernel.MOST);
    java.util.Map<Long, Integer> knowing = new java.util.HashMap<>();
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (few(table, cell, 2)) {
        knowing.put(kernel.ratio(cell), cell);
      }
    }
    int shared = 0;
    for (int cell = 0; cell < lattice.size(); cell++) {
      Integer with = table.pattern().isPrimary(cell) ? knowing.get(kernel.ratio(cell)) : null;
      shared += with != null && !Coalition.of(lattice, with).isAllOf(lattice, cell) ? 1 : 0;
    }
    return shared;
  }
}
