package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every table: intervals are the attacker's own, and nothing unsafe comes out. */
class LawsTest {

  private static Lattice tiny(Random random, int... widths) {
    ProtectionSpec.Dimension[] dimensions = new ProtectionSpec.Dimension[widths.length];
    for (int d = 0; d < widths.length; d++) {
      dimensions[d] = Tables.tree("d" + d, widths[d]);
    }
    return small(random, dimensions);
  }

  private static Lattice small(Random random, ProtectionSpec.Dimension... dimensions) {
    CellTable.Builder table = CellTable.builder(Tables.spec(Policy.PERSONNES, dimensions));
    List<List<String>> cells = List.of(List.of());
    for (ProtectionSpec.Dimension dimension : dimensions) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> cell : cells) {
        for (String leaf : dimension.hierarchy().orElseThrow().leavesUnder(dimension.column())) {
          List<String> next = new ArrayList<>(cell);
          next.add(leaf);
          longer.add(next);
        }
      }
      cells = longer;
    }
    for (List<String> cell : cells) {
      table.add(random.nextInt(10) < 4 ? 0 : random.nextInt(3), cell.toArray(String[]::new));
    }
    return table.build().lattice();
  }

  private static boolean[] someHidden(Random random, Lattice lattice) {
    boolean[] hidden = new boolean[lattice.size()];
    double share = 0.3 + 0.6 * random.nextDouble();
    for (int cell = 1; cell < hidden.length; cell++) {
      hidden[cell] = random.nextDouble() < share;
    }
    return hidden;
  }

  @Property(tries = 1_500)
  void theIntervalIsExactlyTheEnumeratedOneInTwoWayTables(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int columns) {
    Random random = new Random(seed);
    Lattice lattice = tiny(random, 2, columns);
    boolean[] hidden = someHidden(random, lattice);
    Audit.Interval[] found =
        new Audit(lattice.equations(), hidden, lattice.values(0), true).intervals();
    Enumeration referee = Enumeration.of(lattice, 0, hidden);
    for (int cell = 0; cell < hidden.length; cell++) {
      if (hidden[cell]) {
        assertThat(found[cell])
            .isEqualTo(new Audit.Interval(referee.least(cell), referee.most(cell)));
      }
    }
  }

  @Property(tries = 500)
  void theIntervalContainsTheEnumeratedOneInThreeWayAndHierarchicalTables(
      @ForAll long seed, @ForAll boolean nested) {
    Random random = new Random(seed);
    Lattice lattice =
        nested ? small(random, Tables.tree("t", 2, 2), Tables.tree("e", 2)) : tiny(random, 2, 2, 2);
    boolean[] hidden = someHidden(random, lattice);
    Audit.Interval[] found =
        new Audit(lattice.equations(), hidden, lattice.values(0), true).intervals();
    Enumeration referee = Enumeration.of(lattice, 0, hidden);
    for (int cell = 0; cell < hidden.length; cell++) {
      if (hidden[cell]) {
        assertThat(found[cell].lower()).isLessThanOrEqualTo(referee.least(cell));
        assertThat(found[cell].upper()).isGreaterThanOrEqualTo(referee.most(cell));
      }
    }
  }

  private static ProtectionSpec anySpec(Random random) {
    ProtectionSpec.Dimension[][] shapes = {
      {Tables.tree("t", 2 + random.nextInt(8))},
      {Tables.tree("t", 3, 3)},
      {Tables.tree("t", 2 + random.nextInt(4)), Tables.tree("e", 2 + random.nextInt(4))},
      {Tables.tree("t", 2, 3), Tables.tree("e", 3)},
      {Tables.tree("t", 3), Tables.tree("e", 2), Tables.tree("s", 3)},
      {Tables.tree("t", 2, 2), Tables.tree("e", 3), Tables.tree("s", 2)}
    };
    return Tables.spec(Policy.PERSONNES, shapes[random.nextInt(shapes.length)]);
  }

  @Property(tries = 300)
  void nothingUnsafeComesOut(@ForAll long seed) {
    Random random = new Random(seed);
    ProtectionSpec spec = anySpec(random);
    double absent = random.nextBoolean() ? 0 : 0.5 * random.nextDouble();
    CellTable table;
    try {
      table = Tables.skewed(spec, seed, 5 + random.nextInt(80), absent);
    } catch (BadInputException e) {
      assertThat(e).hasMessageContaining("no cell");
      return;
    }
    ProtectedTable safe = Protection.of(spec, table);
    assertThat(safe.verdict().shortfalls()).isEmpty();
    PublishedTable seen = PublishedTable.of(safe);
    List<Inference> inferred = seen.infer();
    assertThat(inferred).hasSize(safe.suppressed());
    assertThat(seen.verdict(inferred).shortfalls()).isEmpty();
    for (int cell = 0; cell < safe.lattice().size(); cell++) {
      long value = safe.lattice().value(0, cell);
      if (value > 0 && value < 11) {
        assertThat(safe.pattern().isHidden(cell)).isTrue();
      }
    }
  }

  @Test
  void theSameTableGivesTheSameBytesInAnyOrderOfLines(@TempDir Path directory) throws Exception {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.tree("t", 3), Tables.tree("e", 3));
    List<String[]> cells = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        cells.add(new String[] {"t." + i, "e." + j, "" + (1 + random.nextInt(60))});
      }
    }
    for (String run : List.of("one", "two")) {
      CellTable.Builder table = CellTable.builder(spec);
      cells.forEach(c -> table.add(Long.parseLong(c[2]), c[0], c[1]));
      Protection.of(spec, table.build()).writeTo(directory.resolve(run));
      java.util.Collections.shuffle(cells, random);
    }
    for (String file : List.of("published.csv", "audit.csv", "report.html")) {
      assertThat(Files.readString(directory.resolve("one").resolve(file)))
          .isEqualTo(Files.readString(directory.resolve("two").resolve(file)));
    }
  }

  @Test
  void oneDimensionHidesASecondCell() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("t"));
    ProtectedTable table =
        Protection.of(spec, CellTable.builder(spec).add(5, "a").add(40, "b").add(12, "c").build());
    assertThat(table.reason("a")).isEqualTo(Reason.FREQUENCY);
    assertThat(table.reason("c")).isEqualTo(Reason.SECONDARY);
    assertThat(table.reason("b")).isEqualTo(Reason.SHOWN);
    assertThat(table.figures("TOTAL").orElseThrow().get(0)).isEqualTo("57");
  }

  @Test
  void codesThatDifferByCaseOrAccentOrStartWithADotAreDistinct() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("t"));
    ProtectedTable table =
        Protection.of(
            spec,
            CellTable.builder(spec).add(50, "é").add(51, "e").add(52, "E").add(53, ".e").build());
    assertThat(table.figures(".e").orElseThrow().get(0)).isEqualTo("53");
    assertThat(table.figures("é").orElseThrow().get(0)).isEqualTo("50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FR,;A,B;B,A|\"A\" passes by A, B and never reaches a total",
        "FR,;A,FR;A,FR|has the code \"A\" twice",
        "FR,;A,X|the code \"A\" has the parent \"X\"",
        "FR,;BE,|has 2 roots, \"FR\" and \"BE\"",
        "A,B;B,A|has no root",
        ",FR|has an empty code"
      })
  void aWrongHierarchyIsASentenceWithTheCode(String line) {
    String[] row = line.split("\\|", 2);
    List<Hierarchy.Node> nodes =
        Arrays.stream(row[0].split(";"))
            .map(n -> n.split(",", 2))
            .map(n -> new Hierarchy.Node(n[0], n[1], ""))
            .toList();
    assertThatThrownBy(() -> Hierarchy.of("essai", nodes))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(row[1]);
  }
}
