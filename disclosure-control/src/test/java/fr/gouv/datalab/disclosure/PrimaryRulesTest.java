package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each rule on worked examples: those of Hundepool et al., <i>Statistical Disclosure Control</i>
 * (chapter 4, section 2, in the online edition of the handbook), and of the tau-ARGUS user's manual
 * 4.1, section 4.4.4.
 */
class PrimaryRulesTest {

  @TempDir Path home;

  @BeforeEach
  void hierarchy() throws Exception {
    Files.writeString(home.resolve("t.csv"), "code,parent\nT,\nR,T\nx,R\ny,R\nz,T\n");
  }

  private ProtectionSpec spec(String policy, String more) throws Exception {
    Path file = home.resolve("spec.yaml");
    Files.writeString(
        file,
        "dimensions: [{column: t, hierarchy: t.csv}]\nfrequency: n\npolicy: "
            + policy
            + "\n"
            + more
            + "\n");
    return ProtectionSpec.read(file);
  }

  /** The reason of the cell x, given its contributors, other cells being safe. */
  private Reason reason(String policy, String contributors) throws Exception {
    StringBuilder lines = new StringBuilder("t,id,groupe,v,w,demande,accord\n");
    int i = 0;
    for (String each : contributors.split(" ")) {
      String[] parts = each.split("[*]", 2);
      String[] tags = parts[0].split("(?=[@?!])");
      String group = "";
      boolean asked = false;
      boolean waived = false;
      for (String tag : tags) {
        group = tag.startsWith("@") ? tag.substring(1) : group;
        asked |= tag.equals("?");
        waived |= tag.equals("!");
      }
      lines.append("x,u").append(i++).append(',').append(group).append(',').append(tags[0]);
      lines.append(',').append(parts.length > 1 ? parts[1] : "1");
      lines.append(asked ? ",1" : ",0").append(waived ? ",1" : ",0").append('\n');
    }
    for (int k = 0; k < 20; k++) {
      lines.append("y,v").append(k).append(",,10,1,0,0\nz,w").append(k).append(",,10,1,0,0\n");
    }
    Path file = home.resolve("table.csv");
    Files.writeString(file, lines.toString());
    ProtectionSpec spec =
        spec(
            policy,
            "magnitude: v\ncontributors: {unit: id, holding: groupe, weight: w, request: demande,"
                + " waiver: accord}");
    CellTable table = CellTable.read(file, spec);
    int cell = table.lattice().find(new int[] {2});
    assertThat(table.lattice().codesOf(cell)).containsExactly("x");
    return PrimaryRules.reasons(spec.policy(), table.lattice())[cell];
  }

  /**
   * A contributor is {@code value[@holding][?][!][*weight]}: with a question mark it asked to be
   * protected, with an exclamation mark it agreed to be estimated.
   */
  @ParameterizedTest(name = "{0} | {1} -> {2} ({3})")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {minimumFrequency: 3}                     | 5 5                        | FREQUENCY       | two companies know each other
          {minimumFrequency: 3}                     | 5 5 5                      | SHOWN           | three do not
          {dominance: {n: 1, share: 0.90}}          | 50000 49000 1000           | SHOWN           | handbook, example 1: safe under (1,90)
          {pPercent: 2}                             | 50000 49000 1000           | SHOWN           | handbook, example 1: estimated within 2 %, no closer
          {pPercent: 2.01}                          | 50000 49000 1000           | P_PERCENT       | handbook, example 1
          {dominance: {n: 2, share: 0.95}}          | 50000 49000 1000           | DOMINANCE       | two together
          {dominance: {n: 1, share: 0.85}}          | 85 15                      | SHOWN           | 85 % is not above 85 %
          {dominance: {n: 1, share: 0.85}}          | 86 14                      | DOMINANCE       | and 86 % is
          {dominance: {n: 1, share: 0.98}}          | 99 1                       | DOMINANCE       | handbook, example 1d: one company and small ones
          {priorPosterior: {p: 10, q: 50}}          | 900 60 40 100              | PRIOR_POSTERIOR | 140 < 10/50 of 900
          {pPercent: 10}                            | 900 60 40 100              | SHOWN           | 140 > 10 % of 900: what q = 100 says
          {priorPosterior: {p: 5, q: 50}}           | 900 60 40 100              | SHOWN           | the same ratio as p = 10
          {pPercent: 10}                            | 700 200 60 40 10           | SHOWN           | manual, cell 900,30: reporting units
          {pPercent: 10}                            | 700@6 200@6 60@7 40@8 10@9 | P_PERCENT       | manual, cell 900,30: enterprise groups
          {minimumFrequency: 3}                     | 599@1 344@1 244@1 644@2    | FREQUENCY       | manual, cell 800,20: two groups
          {minimumFrequency: 3}                     | 355@1 433@2 323@3 343@3    | SHOWN           | manual, cell 800,30: three groups
          {dominance: {n: 2, share: 0.40}}          | 100*4 10*7                 | DOMINANCE       | manual: 200 of 470, with weights
          {dominance: {n: 2, share: 0.43}}          | 100*4 10*7                 | SHOWN           | manual: and not above 43 %
          {dominance: {n: 5, share: 0.87}}          | 100*4 10*7                 | DOMINANCE       | manual: 410 of 470
          {dominance: {n: 1, share: 0.50}}          | 100*1.5 10                 | DOMINANCE       | a weight that is not whole: 100 of 160
          {dominance: {n: 2, share: 0.96}}          | 100*1.5 10                 | DOMINANCE       | 100, then 50 and half of 10, of 160
          {pPercent: 3}                             | 100*2 1*3                  | SHOWN           | handbook: 203, sensitive for p above 3
          {pPercent: 3.1}                           | 100*2 1*3                  | P_PERCENT       | handbook
          {minimumFrequency: 11}                    | 10*4 12*7                  | SHOWN           | two units of a sample stand for eleven
          {minimumFrequency: 12}                    | 10*4 12*7                  | FREQUENCY       | and not for twelve
          {request: {share: 0.70}}                  | 80? 20                     | REQUEST         | the largest asked, and has 80 %
          {request: {share: 0.70}}                  | 80 20?                     | SHOWN           | another asked
          {request: {share: 0.70}}                  | 60? 40                     | SHOWN           | the largest asked, and has 60 %
          {request: {share: 0.70}}                  | 80 20                      | SHOWN           | nobody asked
          {request: {share: 0.9, minimumFrequency: 3}} | 80 20?                  | REQUEST         | one asked, and they are two
          {pPercent: 10}                            | 100! 20 3                  | SHOWN           | handbook, waivers: s = 20, r = 100, 3 >= 10 % of 20
          {pPercent: 16}                            | 100! 20 3                  | P_PERCENT       | 3 < 16 % of 20
          {dominance: {n: 1, share: 0.5}}           | 100! 20! 3!                | SHOWN           | all agreed
          {dominance: {n: 1, share: 0.5}}           | -90 10 60                  | DOMINANCE       | 90 of 160 in absolute value
          {dominance: {n: 1, share: 0.6}}           | -90 10 60                  | SHOWN           | and the sum of -20 says nothing of it
          {pPercent: 10}                            | -90 60 5                   | P_PERCENT       | 5 < 10 % of 90
          {dominance: {n: 1, share: 0.5}}           | 0 0 0                      | SHOWN           | zeros dominate nothing
          """)
  void theRuleSaysOfThisCell(String policy, String contributors, Reason expected, String why)
      throws Exception {
    assertThat(reason(policy, contributors)).as(why).isEqualTo(expected);
  }

  /** Two units of one owner in two departments are one at the level of the region. */
  @Test
  void holdingsArePutTogetherInEveryMargin() throws Exception {
    Path file = home.resolve("table.csv");
    Files.writeString(
        file,
        "t,id,g,v\nx,1,A,50\nx,2,B,10\nx,3,C,10\ny,4,A,50\ny,5,B,10\ny,6,D,10\n"
            + "z,7,,10\nz,8,,10\nz,9,,10\n");
    ProtectionSpec spec =
        spec("{minimumFrequency: 5}", "magnitude: v\ncontributors: {unit: id, holding: g}");
    Lattice lattice = CellTable.read(file, spec).lattice();
    Holders region = lattice.holders(lattice.find(new int[] {1}));
    assertThat(region.count()).isEqualTo(4);
    assertThat(lattice.value(0, lattice.find(new int[] {1}))).isEqualTo(6);
    assertThat(PrimaryRules.reasons(spec.policy(), lattice)[lattice.find(new int[] {1})])
        .isEqualTo(Reason.FREQUENCY);
  }

  /** A line of the table says of a margin what its finest cells cannot. */
  @Test
  void aMarginsOwnLineSaysItsHoldings() throws Exception {
    Path file = home.resolve("table.csv");
    Files.writeString(
        file, "t,n,v,g,p,s\nx,4,100,3,40,30\ny,4,100,3,40,30\nz,9,90,9,10,10\nR,8,200,3,150,20\n");
    ProtectionSpec spec =
        spec(
            "{minimumFrequency: 4, pPercent: 30}",
            "magnitude: v\ncontributors: [p, s]\nholdings: g");
    Lattice lattice = CellTable.read(file, spec).lattice();
    int region = lattice.find(new int[] {1});
    assertThat(lattice.units(region)).isEqualTo(3);
    assertThat(lattice.holders(region).sum(2)).isEqualTo(170);
    assertThat(lattice.units(0)).isEqualTo(9);
  }

  private ProtectedTable byCategory(String group) throws Exception {
    ProtectionSpec spec =
        spec(
            "{minimumFrequency: 1, group: " + group + "}",
            "zeros: count\ncost: cells\nprotection: {frequency: 1}");
    Path file = home.resolve("table.csv");
    Files.writeString(file, "t,n\nx,30\ny,0\nz,0\n");
    return Protection.of(spec, CellTable.read(file, spec));
  }

  @Test
  void aWholeGroupInOneCategoryIsNotShown() throws Exception {
    ProtectedTable safe = byCategory("{dimension: t}");
    assertThat(safe.reason("x")).isEqualTo(Reason.GROUP);
    assertThat(safe.verdict().safe()).isTrue();
    assertThat(safe.suppressed()).isGreaterThan(1);
    assertThat(byCategory("{dimension: t, categories: [y, z]}").suppressed()).isZero();
  }

  @Test
  void aWaiverShowsTheCellAndIsWrittenWithItsReason() throws Exception {
    ProtectionSpec spec =
        spec(
            "{minimumFrequency: 11}",
            "waivers: [{cell: {t: x}, reason: accord écrit, by: bureau des enquêtes},"
                + " {cell: {t: z}, reason: public, by: bureau des enquêtes}]");
    ProtectedTable table =
        Protection.of(spec, CellTable.builder(spec).add(5, "x").add(40, "y").add(30, "z").build());
    assertThat(table.suppressed()).isZero();
    assertThat(table.waivers()).hasSize(2);
    assertThat(table.waivers().get(0).rule()).isEqualTo(Reason.FREQUENCY);
    table.writeTo(home.resolve("out"));
    assertThat(home.resolve("out/waivers.csv"))
        .content()
        .isEqualTo(
            "t,rule,reason,by\r\nx,frequency,accord écrit,bureau des enquêtes\r\n"
                + "z,,public,bureau des enquêtes\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          waivers: [{cell: {t: x}, by: moi}]              | has no `reason`
          waivers: [{cell: {t: x}, reason: non}]          | has no `by`
          waivers: [{cell: {u: x}, reason: non, by: moi}] | no dimension
          waivers: [x]                                    | a mapping
          waivers: [{cell: {t: q}, reason: r, by: moi}]   | names the code "q"
          """)
  void aWaiverThatIsNotWholeIsSaid(String yaml, String sentence) {
    assertThatThrownBy(
            () -> {
              ProtectionSpec spec = spec("personnes", yaml);
              Protection.of(spec, CellTable.builder(spec).add(50, "x").add(40, "y").build());
            })
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void whatAnAprioriFileDecidesIsDone() throws Exception {
    Files.writeString(home.resolve("a.hst"), "\"z\";u\n\ny ; c ; 100000\nx;s\nTotal;p\nR;pl;7\n");
    ProtectionSpec spec = spec("{minimumFrequency: 11}", "apriori: a.hst\ncost: cells");
    ProtectedTable table =
        Protection.of(spec, CellTable.builder(spec).add(5, "x").add(40, "y").add(30, "z").build());
    assertThat(table.reason("z")).isEqualTo(Reason.DECIDED);
    assertThat(table.reason("R")).isEqualTo(Reason.SECONDARY);
    assertThat(table.reason("y")).isEqualTo(Reason.SHOWN);
    assertThat(table.reason("x")).isEqualTo(Reason.SECONDARY);
    assertThat(table.figures("T")).isPresent();
    List<String> decided = new ArrayList<>();
    table.waivers().forEach(w -> decided.add(w.by()));
    assertThat(decided).containsExactly("a.hst, ligne 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          z          | Line 1 of a.hst: a cell has 1 codes
          z;k        | is none of s, u, p, c, pl
          z;c        | a number of 0 or more is missing
          z;pl;x     | a number of 0 or more is missing
          q;u        | names the code "q"
          """)
  void anAprioriFileThatIsWrongIsSaidWithItsLine(String line, String sentence) throws Exception {
    Files.writeString(home.resolve("a.hst"), line + "\n");
    assertThatThrownBy(
            () -> {
              ProtectionSpec spec = spec("personnes", "apriori: a.hst");
              Protection.of(spec, CellTable.builder(spec).add(50, "x").add(40, "y").build());
            })
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void whatMustBeShownIsNotHiddenForOthers() throws Exception {
    Files.writeString(home.resolve("a.hst"), "y;p\nz;p\nTotal;p\nR;p\n");
    ProtectionSpec spec = spec("personnes", "apriori: a.hst");
    CellTable table = CellTable.builder(spec).add(5, "x").add(40, "y").add(30, "z").build();
    assertThatThrownBy(() -> Protection.of(spec, table))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("must not be hidden (a.hst, ligne");
  }

  /** Geurts (1992), as the handbook has it: the first hidden cell lies between 3 and 6. */
  @Test
  void theHandbooksFeasibilityIntervalIsFound() throws Exception {
    ProtectionSpec two = Tables.spec(Policy.PERSONNES, Tables.flat("row"), Tables.flat("col"));
    Path file = home.resolve("published.csv");
    Files.writeString(
        file,
        "row,col,effectif,status\n1,1,,c\n1,2,,c\n1,TOTAL,7,v\n2,1,,c\n2,2,,c\n2,TOTAL,3,v\n"
            + "3,1,3,v\n3,2,3,v\n3,TOTAL,6,v\nTOTAL,1,9,v\nTOTAL,2,7,v\nTOTAL,TOTAL,16,v\n");
    Inference first = PublishedTable.read(file, two).infer().get(0);
    assertThat(first.codes()).containsExactly("1", "1");
    assertThat(first.figures().get(0)).isEqualTo(new Inference.Bounds(3, 6));
  }

  /** Results may be losses: a hidden one must be able to lie below zero. */
  @Test
  void hiddenFiguresGoBelowZeroWhereFiguresMayBeNegative() throws Exception {
    String table = "t,n,v,a,p\nx,3,-50,150,90\ny,20,300,500,40\nz,20,100,400,40\n";
    Files.writeString(home.resolve("table.csv"), table);
    ProtectionSpec spec =
        spec(
            "{dominance: {n: 1, share: 0.5}}",
            "magnitude: v\ncontributors: [p]\nabsolute: a\nnegative: true\nprotection: 0.2");
    ProtectedTable safe = Protection.of(spec, CellTable.read(home.resolve("table.csv"), spec));
    assertThat(safe.reason("x")).isEqualTo(Reason.DOMINANCE);
    AuditRow row = safe.audit().stream().filter(r -> r.codes().contains("x")).findFirst().get();
    assertThat(row.figures().get(1).lower()).isLessThanOrEqualTo(-60);
    assertThat(row.figures().get(1).upper()).isGreaterThanOrEqualTo(-40);
    safe.writeTo(home.resolve("out"));
    PublishedTable published = PublishedTable.read(home.resolve("out/published.csv"), spec);
    assertThat(published.verdict(published.infer(), home.resolve("out/audit.csv")).safe()).isTrue();
  }
}
