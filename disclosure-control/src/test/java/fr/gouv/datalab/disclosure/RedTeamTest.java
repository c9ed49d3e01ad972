package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks on one table: each succeeds against a naive pattern and fails against this library's.
 * Those that need several tables are in {@link DisclosureCheckTest}.
 */
class RedTeamTest {

  /**
   * @param naive the cells that a naive protection hides, as codes joined by spaces
   * @param target the cell that the attacker is after
   * @param known the cell whose figure the attacker contributed alone; empty: none
   */
  private record Attack(
      String name, CellTable table, List<String> naive, String target, String known) {
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

  private static ProtectionSpec flat(String... columns) {
    return Tables.spec(
        Policy.PERSONNES,
        Arrays.stream(columns).map(Tables::flat).toArray(ProtectionSpec.Dimension[]::new));
  }

  private static ProtectionSpec places() {
    return Tables.spec(
        Policy.PERSONNES,
        Tables.dimension("lieu", "FR", "IDF<FR", "BRE<FR", "75<IDF", "92<IDF", "35<BRE", "29<BRE"),
        Tables.flat("energie"));
  }

  static Stream<Attack> attacks() {
    CellTable square =
        table(
            flat("t", "e"),
            "a x 5",
            "a y 40",
            "a z 33",
            "b x 60",
            "b y 7",
            "b z 71",
            "c x 52",
            "c y 81",
            "c z 90");
    CellTable cube =
        table(
            flat("t", "e", "s"),
            "a x f 5",
            "a x m 40",
            "a y f 33",
            "a y m 60",
            "b x f 70",
            "b x m 20",
            "b y f 52",
            "b y m 81",
            "c x f 44",
            "c x m 90",
            "c y f 37",
            "c y m 25");
    CellTable places =
        table(
            places(),
            "75 ES 5",
            "75 GO 90",
            "92 ES 60",
            "92 GO 40",
            "35 ES 55",
            "35 GO 23",
            "29 ES 48",
            "29 GO 31");
    return Stream.of(
        new Attack(
            "a total minus the other cells of its line", square, List.of("a x", "b y"), "a x", ""),
        new Attack(
            "a second cell hidden in the line, the column left open",
            square,
            List.of("a x", "a y", "b y", "b z"),
            "a x",
            ""),
        new Attack(
            "two lines and two columns combined",
            square,
            List.of("a x", "a y", "b x", "b y", "b z", "a TOTAL"),
            "b z",
            ""),
        new Attack(
            "a region that is its only department",
            table(
                Tables.spec(
                    Policy.PERSONNES,
                    Tables.dimension(
                        "lieu", "FR", "IDF<FR", "BRE<FR", "75<IDF", "35<BRE", "29<BRE"),
                    Tables.flat("energie")),
                "75 ES 5",
                "75 GO 90",
                "35 ES 55",
                "35 GO 23",
                "29 ES 48",
                "29 GO 31"),
            List.of("75 ES", "75 GO", "35 ES", "35 GO"),
            "75 ES",
            ""),
        new Attack(
            "a hidden zero beside the hidden cell",
            table(flat("t"), "a 9", "b 0", "c 400", "d 500"),
            List.of("a", "b"),
            "a",
            ""),
        new Attack(
            "the level above is shown, the level below hidden alone",
            places,
            List.of("75 ES", "75 GO"),
            "75 ES",
            ""),
        new Attack(
            "hidden in the region, the other regions and France shown",
            places,
            List.of("75 ES", "75 GO", "92 ES", "92 GO", "IDF ES"),
            "IDF ES",
            ""),
        new Attack(
            "a slice protected alone, the other slices shown",
            cube,
            List.of("a x f", "a y f", "b x f", "b y f"),
            "a x f",
            ""),
        new Attack(
            "two slices protected with different partners",
            cube,
            List.of("a x f", "a y f", "b x f", "b y f", "a x m", "a y m", "c x m", "c y m"),
            "a x f",
            ""),
        new Attack(
            "a unit that is alone in its cell takes it off the hidden sum",
            table(flat("t"), "a 6", "b 1", "c 400", "d 500"),
            List.of("a", "b"),
            "a",
            "b"),
        new Attack(
            "a unit alone in a corner of the only square",
            table(
                flat("t", "e"),
                "a x 5",
                "a y 40",
                "a z 33",
                "b x 60",
                "b y 1",
                "b z 71",
                "c x 52",
                "c y 81",
                "c z 90"),
            List.of("a x", "a y", "b x", "b y"),
            "a x",
            "b y"),
        new Attack(
            "a hidden margin rebuilt from margins along another dimension",
            square,
            List.of("a x", "b y", "a TOTAL", "b TOTAL"),
            "a TOTAL",
            ""));
  }

  private static int cell(Lattice lattice, String codes) {
    String[] words = codes.split(" ");
    int[] at = new int[lattice.dimensions()];
    for (int d = 0; d < words.length && d < at.length; d++) {
      at[d] = lattice.hierarchy(d).indexOf(words[d]);
    }
    return lattice.find(at);
  }

  /** What is inferred of the target by one who knows a cell besides what is shown. */
  private static Audit.Interval infer(Lattice lattice, boolean[] hidden, Attack attack) {
    boolean[] seen = hidden.clone();
    if (!attack.known().isEmpty()) {
      seen[cell(lattice, attack.known())] = false;
    }
    int target = cell(lattice, attack.target());
    return new Audit(lattice.equations(), seen, lattice.values(0), true).intervals()[target];
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void succeedsAgainstANaivePatternAndFailsHere(Attack attack) {
    Lattice lattice = attack.table().lattice();
    boolean[] naive = new boolean[lattice.size()];
    attack.naive().forEach(codes -> naive[cell(lattice, codes)] = true);
    int target = cell(lattice, attack.target());
    Needs needs = new Needs(attack.table().spec(), lattice);
    long value = lattice.value(0, target);
    Audit.Interval found = infer(lattice, naive, attack);
    assertThat(
            found.lower() == found.upper()
                || found.upper() < value + needs.up(0, target)
                || found.lower() > value - needs.down(0, target))
        .as("the naive pattern falls")
        .isTrue();

    ProtectedTable safe = Protection.of(attack.table().spec(), attack.table());
    assertThat(safe.verdict().safe()).isTrue();
    boolean[] hidden = new boolean[lattice.size()];
    for (int cell = 0; cell < hidden.length; cell++) {
      hidden[cell] = safe.pattern().isHidden(cell);
    }
    if (!hidden[target]) {
      assertThat(value).as("may be shown").isGreaterThanOrEqualTo(11);
      return;
    }
    Audit.Interval kept = infer(lattice, hidden, attack);
    assertThat(kept.lower()).isLessThan(kept.upper());
    if (safe.pattern().isPrimary(target) && attack.known().isEmpty()) {
      assertThat(kept.lower()).isLessThanOrEqualTo(value - needs.down(0, target));
      assertThat(kept.upper()).isGreaterThanOrEqualTo(value + needs.up(0, target));
    }
  }
}
