package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One dimension that adds up in several ways: regions, and employment zones that cross them. */
class SeveralHierarchiesTest {

  private static Hierarchy tree(String... codeParent) {
    return Tables.dimension("t", codeParent).hierarchy().orElseThrow();
  }

  private static Hierarchy merged(Hierarchy... trees) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < trees.length; i++) {
      names.add((char) ('a' + i) + ".csv");
    }
    return Hierarchy.merged(names, List.of(trees));
  }

  private static final Hierarchy REGIONS =
      tree("FR", "IDF<FR", "BRE<FR", "75<IDF", "92<IDF", "35<BRE", "29<BRE");
  private static final Hierarchy ZONES =
      tree("FR", "Z1<FR", "Z2<FR", "75<Z1", "35<Z1", "92<Z2", "29<Z2");

  private static ProtectionSpec spec(Policy policy) {
    return Tables.spec(
        policy,
        new ProtectionSpec.Dimension("t", Optional.of(merged(REGIONS, ZONES))),
        Tables.flat("energie"));
  }

  private static CellTable table(ProtectionSpec spec) {
    return CellTable.builder(spec)
        .add(120, "75", "ES")
        .add(7, "75", "GO")
        .add(80, "92", "ES")
        .add(66, "92", "GO")
        .add(55, "35", "ES")
        .add(23, "35", "GO")
        .add(48, "29", "ES")
        .add(31, "29", "GO")
        .build();
  }

  @Test
  void everyCodeOfBothIsPublishedOnceAndAddsUp() {
    Hierarchy both = merged(REGIONS, ZONES);
    assertThat(both.codes())
        .containsExactly("FR", "Z1", "Z2", "IDF", "75", "92", "BRE", "35", "29");
    assertThat(both.leavesUnder("Z1")).containsExactly("75", "35");
    assertThat(both.leavesUnder("FR")).hasSize(4);
    ProtectedTable all =
        Protection.of(spec(Policy.frequencies("rien", 1)), table(spec(Policy.PERSONNES)));
    assertThat(all.cells()).isEqualTo(27);
    assertThat(all.figures("Z1", "GO")).contains(List.of(java.math.BigDecimal.valueOf(30)));
    assertThat(all.figures("BRE", "ES")).contains(List.of(java.math.BigDecimal.valueOf(103)));
  }

  /** Each of the two tables hides enough alone; together they would tell. */
  @Test
  void bothWaysOfAddingUpAreProtectedTogether(@TempDir Path directory) throws Exception {
    ProtectionSpec spec = spec(Policy.PERSONNES);
    ProtectedTable safe = Protection.of(spec, table(spec));
    assertThat(safe.verdict().safe()).isTrue();
    assertThat(safe.published()).isGreaterThan(12);
    safe.writeTo(directory.resolve("out"));
    PublishedTable published = PublishedTable.read(directory.resolve("out/published.csv"), spec);
    assertThat(published.verdict(published.infer(), directory.resolve("out/audit.csv")).safe())
        .isTrue();
    // Hiding 75 and 92 in both energies is enough for regions, and for zones it says 75, GO.
    List<String> lines = new ArrayList<>();
    for (String line :
        TableFiles.published(Protection.of(spec(Policy.frequencies("rien", 1)), table(spec)))
            .split("\r\n")) {
      String[] fields = line.split(",");
      boolean hide = fields[0].equals("75") || fields[0].equals("92");
      lines.add(hide && !fields[1].equals("TOTAL") ? fields[0] + "," + fields[1] + ",,c" : line);
    }
    Path naive = directory.resolve("naive.csv");
    Files.write(naive, lines);
    PublishedTable told = PublishedTable.read(naive, spec);
    assertThat(told.verdict(told.infer()).shortfalls())
        .anyMatch(s -> s.contains("t=75, energie=GO"));
  }

  @Test
  void aTableByRegionAndOneByZoneAreComparedThroughTheirCommonCodes() {
    Population all = new Population("siv", LocalDate.of(2026, 1, 1), Map.of());
    ProtectionSpec both = spec(Policy.PERSONNES);
    ReleasedTable before = ReleasedTable.of("v1", all, Protection.of(both, table(both)));
    ProtectionSpec regions =
        Tables.spec(
            Policy.PERSONNES,
            new ProtectionSpec.Dimension("t", Optional.of(REGIONS)),
            Tables.flat("energie"));
    ProtectedTable candidate = Protection.of(regions, table(regions), all, List.of(before));
    assertThat(candidate.published()).isGreaterThan(8);
    assertThat(
            DisclosureCheck.check(ReleasedTable.of("v2", all, candidate), List.of(before)).safe())
        .isTrue();
  }

  @Property(tries = 150)
  void whateverTheTwoPartitionsNothingIsInferredMoreCloselyThanAsked(@ForAll long seed) {
    Random random = new Random(seed);
    int leaves = 4 + random.nextInt(6);
    Hierarchy both = merged(partition(random, leaves, "r"), partition(random, leaves, "z"));
    ProtectionSpec spec =
        Tables.spec(
            Policy.PERSONNES,
            new ProtectionSpec.Dimension("t", Optional.of(both)),
            Tables.tree("e", 2 + random.nextInt(3)));
    ProtectedTable safe = Protection.of(spec, Tables.skewed(spec, seed, 40, 0.1));
    assertThat(safe.verdict().shortfalls()).isEmpty();
    PublishedTable published = PublishedTable.of(safe);
    List<AuditRow> rows = safe.audit();
    List<Inference> inferred = published.infer();
    for (int i = 0; i < rows.size(); i++) {
      Inference.Bounds bounds = inferred.get(i).figures().get(0);
      double value = rows.get(i).figures().get(0).value().doubleValue();
      assertThat(bounds.lower()).isLessThanOrEqualTo(value);
      assertThat(bounds.upper()).isGreaterThan(bounds.lower()).isGreaterThanOrEqualTo(value);
    }
  }

  private static Hierarchy partition(Random random, int leaves, String prefix) {
    List<Hierarchy.Node> nodes = new ArrayList<>(List.of(new Hierarchy.Node("FR", "", "")));
    int groups = 1 + random.nextInt(3);
    boolean[] used = new boolean[groups];
    List<Hierarchy.Node> finest = new ArrayList<>();
    for (int i = 0; i < leaves; i++) {
      int group = random.nextInt(groups);
      used[group] = true;
      finest.add(new Hierarchy.Node("c" + i, prefix + group, ""));
    }
    for (int group = 0; group < groups; group++) {
      if (used[group]) {
        nodes.add(new Hierarchy.Node(prefix + group, "FR", ""));
      }
    }
    nodes.addAll(finest);
    return Hierarchy.of(prefix, nodes);
  }

  /** What certificates prove of large tables is what programs find of small ones, or less. */
  @Property(tries = 60)
  void certificatesProveNoMoreThanIsTrueInBothTrees(@ForAll long seed) {
    Random random = new Random(seed);
    Hierarchy both = merged(partition(random, 6, "r"), partition(random, 6, "z"));
    ProtectionSpec spec =
        Tables.spec(
            Policy.PERSONNES,
            new ProtectionSpec.Dimension("t", Optional.of(both)),
            Tables.tree("e", 3));
    Lattice lattice = Tables.skewed(spec, seed, 30, 0).lattice();
    Needs needs = new Needs(spec, lattice);
    Pattern pattern = new Pattern(spec, lattice, PrimaryRules.reasons(spec.policy(), lattice));
    Proofs proofs = new Suppression(spec, lattice, needs, pattern).run();
    boolean[] hidden = new boolean[lattice.size()];
    for (int cell = 0; cell < hidden.length; cell++) {
      hidden[cell] = pattern.isHidden(cell);
    }
    Audit.Interval[] proved = CertificateCheck.proved(lattice, needs, pattern, proofs, 0);
    Audit.Interval[] found =
        new Audit(lattice.equations(), hidden, lattice.values(0), true).intervals();
    for (int cell = 0; cell < hidden.length; cell++) {
      if (hidden[cell]) {
        assertThat(proved[cell].lower()).isGreaterThanOrEqualTo(found[cell].lower());
        assertThat(proved[cell].upper()).isLessThanOrEqualTo(found[cell].upper());
        assertThat(proved[cell].upper()).isGreaterThan(proved[cell].lower());
      }
    }
  }

  @Test
  void aSpecificationNamesBoth(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("r.csv"), "code,parent\nFR,\nR1,FR\nR2,FR\na,R1\nb,R2\n");
    Files.writeString(directory.resolve("z.csv"), "code,parent\nFR,\nZ1,FR\na,Z1\nb,Z1\n");
    Path yaml = directory.resolve("spec.yaml");
    Files.writeString(
        yaml,
        "dimensions: [{column: t, hierarchies: [r.csv, z.csv]}]\nfrequency: n\npolicy: personnes\n");
    assertThat(ProtectionSpec.read(yaml).dimensions().get(0).hierarchy().orElseThrow().codes())
        .containsExactly("FR", "Z1", "R1", "a", "R2", "b");
  }

  @Test
  void saysWhichCodeTheyDisagreeOn() {
    for (Object[] each :
        Arrays.asList(
            new Object[] {tree("F", "a<F"), "not the same total"},
            new Object[] {tree("FR", "Z1<FR", "75<Z1", "92<Z1", "35<Z1"), "has not \"29\""},
            new Object[] {
              tree("FR", "IDF<FR", "X<FR", "75<IDF", "35<IDF", "92<X", "29<X"), "\"IDF\" has not"
            },
            new Object[] {
              tree("FR", "75<FR", "IDF<75", "92<IDF", "35<FR", "29<FR"), "a cycle together"
            })) {
      assertThatThrownBy(() -> merged(REGIONS, (Hierarchy) each[0]))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining((String) each[1]);
    }
  }
}
