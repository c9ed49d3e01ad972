package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said with the cell or code and its line; nothing is written. */
class FaultsTest {

  private static final String SPEC =
      "dimensions: [{column: t, hierarchy: h.csv}, {column: e}]\nfrequency: n\npolicy: personnes\n";
  private static final String TREE =
      "code,parent,label\nFR,,France\nA,FR,A\na1,A,a1\na2,A,a2\nB,FR,B\n";
  private static final String TABLE =
      "t,e,n\na1,ES,40\na1,GO,5\na2,ES,60\na2,GO,30\nB,ES,70\nB,GO,80\n";

  @TempDir Path home;

  private ProtectedTable protect(String spec, String tree, String table) throws Exception {
    Files.writeString(home.resolve("spec.yaml"), spec);
    Files.writeString(home.resolve("h.csv"), tree);
    Files.writeString(home.resolve("table.csv"), table);
    ProtectionSpec rules = ProtectionSpec.read(home.resolve("spec.yaml"));
    ProtectedTable safe = Protection.of(rules, CellTable.read(home.resolve("table.csv"), rules));
    safe.writeTo(home.resolve("out"));
    return safe;
  }

  /** In a text, {@code ~} is the end of a line and {@code _} a space at an end. */
  private static String text(String given) {
    return given.replace('~', '\n').replace('^', '\u0301').replace('_', ' ').replace("%", "\u00a0");
  }

  @ParameterizedTest(name = "hierarchy {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          code,parent~FR,~A,B~B,A~                | has a cycle: going up from "A" passes by A, B
          code,parent~A,B~B,A~                    | has no root: going up from "A"
          code,parent~FR,~A,FR~A,FR~              | line 4: the code "A" is there twice
          code,parent~FR,~A,XX~                   | line 3: the code "A" has the parent "XX", which has no line
          code,parent~FR,~GB,~                    | has 2 roots, "FR" and "GB"
          code,parent~FR,~,FR~                    | line 3 has an empty code
          code,parent~                            | is empty
          code,mother~FR,~                        | must have the columns code,parent,label
          code,parent~FR~                         | Line 2
          code,parent~FR,~A_,FR~                  | The code "A " of the hierarchy
          """)
  void aHierarchyThatIsWrongIsSaid(String tree, String sentence) throws Exception {
    requireSaid(SPEC, text(tree), TABLE, sentence);
  }

  @ParameterizedTest(name = "table {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          t,e,n~a1,ES,40~a1,ES,40~                | table.csv: The cell t=a1, e=ES (line 3) is given twice, on line 2 too
          t,e,n~a3,ES,40~                         | The code "a3" of t, line 2, is not in its hierarchy
          t,e,n~A1,ES,40~                         | line 2, is not in its hierarchy: add it there, or correct the table. The hierarchy has "a1"
          t,e,n~.a1,ES,40~                        | The hierarchy has "a1"
          t,e,n~á1,ES,40~                         | The hierarchy has "a1"
          t,e,n~a1_,ES,40~                        | The hierarchy has "a1"
          t,e,n~a1,ES_,40~                        | The code "ES " of e has white space
          t,e,n~a1,ES%,40~                        | The code "ES\\u00a0" of e has white space
          t,e,n~a1,é,40~a1,e^,40~                 | is written in two ways that look the same
          t,e,n~a1,,40~                           | t=a1, e= (line 2) has an empty code in e
          t,e,n~a1,ES,-4~                         | t=a1, e=ES (line 2) has a negative n
          t,e,n~a1,ES,4.5~                        | t=a1, e=ES (line 2) has a n that is not whole
          t,e,n~a1,ES,NaN~                        | Line 2 of
          t,e,n~a1,ES,1e400~                      | Line 2 of
          t,e,n~a1,ES,9007199254740993~           | t=a1, e=ES (line 2) passes 2^53
          t,e,n~a1,ES,9007199254740992~a2,ES,9~   | t=A, e=ES passes 2^53
          t,e,n~                                  | The table has no cell
          t,e,n~A,TOTAL,40~                       | The table has margins only
          t,e,n~a1,ES,40~A,ES,41~B,ES,5~FR,ES,44~ | 2 margin(s) are not the sum of their finest cells: t=A, e=ES (line 3) (n): 41 given, 40 summed; t=FR, e=ES (line 5)
          t,e~a1,ES~                              | has no column "n"
          t,e,n~a1,ES~                            | Line 2
          """)
  void aTableThatIsWrongIsSaid(String table, String sentence) throws Exception {
    requireSaid(SPEC, TREE, text(table), sentence);
  }

  private void requireSaid(String spec, String tree, String table, String sentence) {
    assertThatThrownBy(() -> protect(spec, tree, table))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
    assertThat(home.resolve("out")).doesNotExist();
  }

  @ParameterizedTest(name = "specification {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          policy: {request: {share: 0.7}}                              | needs contributions line by line
          policy: {group: {dimension: e}}                              | needs `zeros: count`
          policy: {group: {dimension: x}}~zeros: count                 | which is no dimension
          policy: {priorPosterior: {p: 50, q: 10}}                     | narrower than what is known before
          policy: {priorPosterior: {p: 5, q: 10}, pPercent: 5}         | write one of the two
          policy: {dominance: 0.85}                                    | as in {n: 1, share: 0.85}
          policy: {dominance: {n: 1, share: 0.85}}~magnitude: v        | looks at the 1 largest contributions
          policy: personnes~contributors: {value: v}                   | has no `unit`
          policy: personnes~absolute: a                                | goes with the columns
          policy: personnes~negative: peut-être                        | is true or false
          policy: personnes~apriori: absent.hst                        | cannot be read
          policy: personnes~holdings: n                                | has two roles
          """)
  void aSpecificationThatIsWrongIsSaid(String more, String sentence) throws Exception {
    String spec = "dimensions: [{column: t, hierarchy: h.csv}, {column: e}]\nfrequency: n\n";
    requireSaid(spec + text(more) + "\n", TREE, TABLE, sentence);
  }

  @ParameterizedTest(name = "contributions {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          t,e,id,w~a1,ES,1750299,1~a1,ES,1750299,1~ | Lines 2 and 3 of the contributions are of the same unit in the cell t=a1, e=ES
          t,e,id,w~a1,ES,,1~                        | there is no id
          t,e,id,w~a1,ES,1750299,0.5~               | is below 1
          t,e,id,w~a9,ES,1750299,1~                 | "a9"
          """)
  void contributionsThatAreWrongAreSaidAndNoUnitIsNamed(String lines, String sentence) {
    String spec =
        "dimensions: [{column: t, hierarchy: h.csv}, {column: e}]\nfrequency: n\n"
            + "policy: personnes\ncontributors: {unit: id, weight: w}\n";
    assertThatThrownBy(() -> protect(spec, TREE, text(lines)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("1750299");
  }

  @Test
  void aTableThatItsContributionsDoNotAddUpToIsSaid() throws Exception {
    Files.writeString(home.resolve("c.csv"), "t,e,id\na1,ES,1\na1,ES,2\nB,ES,3\n");
    requireSaid(
        "dimensions: [{column: t, hierarchy: h.csv}, {column: e}]\nfrequency: n\n"
            + "policy: personnes\ncontributors: {file: c.csv, unit: id}\n",
        TREE,
        "t,e,n\na1,ES,3\na2,ES,4\n",
        "3 place(s): t=a1, e=ES (line 2) (n 3, contributions 2); t=B, e=ES (no line in the table);"
            + " t=a2, e=ES (line 3) (no contribution)");
  }

  @Test
  void aRequestThatNothingMeetsIsRefusedAndNothingIsWritten() throws Exception {
    Files.writeString(
        home.resolve("all.hst"), "Total;Total;p\na1;ES;p\na2;ES;p\na2;GO;p\nB;ES;p\n");
    assertThatThrownBy(
            () ->
                protect(SPEC + "apriori: all.hst\nprotection: {frequency: 900000}\n", TREE, TABLE))
        .isInstanceOf(CannotProtectException.class)
        .hasMessageContaining("must not be hidden (all.hst, ligne");
    assertThat(home.resolve("out")).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ﻿t,e,n~a1,ES,40~B,ES,70~                 | 0
          t,e,n~a1,ES,40~                          | 0
          t,e,n~a1,ES,4~                           | 4
          t,e,n~a1,ES,40~a2,ES,50~B,ES,60~         | 0
          t,e,n~a1,.x,40~a1,x,50~B,X,60~B,é,60~B,e,70~ | 0
          """)
  void whatIsOnlyOddIsProtected(String table, int hidden) throws Exception {
    ProtectedTable safe = protect(SPEC, TREE, text(table));
    assertThat(safe.verdict().safe()).isTrue();
    assertThat(safe.suppressed()).isGreaterThanOrEqualTo(hidden);
    if (hidden == 0) {
      assertThat(safe.suppressed()).isZero();
    }
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkChangeNothing() throws Exception {
    byte[] plain = published(TREE, TABLE);
    byte[] windows =
        published("\ufeff" + TREE.replace("\n", "\r\n"), "\ufeff" + TABLE.replace("\n", "\r\n"));
    assertThat(windows).isEqualTo(plain);
  }

  private byte[] published(String tree, String table) throws Exception {
    protect(SPEC, tree, table);
    byte[] bytes = Files.readAllBytes(home.resolve("out/published.csv"));
    for (String file : List.of("published.csv", "audit.csv", "report.html")) {
      Files.delete(home.resolve("out").resolve(file));
    }
    return bytes;
  }

  /** Started without the solver's natives, in a process of its own. */
  public static void main(String[] arguments) {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("t"), Tables.flat("e"));
    CellTable.Builder table = CellTable.builder(spec);
    for (int i = 0; i < 9; i++) {
      table.add(i == 0 ? 5 : 40 + i, "t" + i / 3, "e" + i % 3);
    }
    try {
      ProtectedTable safe = Protection.of(spec, table.build());
      System.out.println("PROTECTED " + safe.verdict().safe() + " " + safe.suppressed());
    } catch (CannotProtectException e) {
      System.out.println("REFUSED " + e.getMessage());
    }
  }

  @Test
  void aSolverThatIsNotThereIsASentenceOrAProofAndNeverAWrongTable() throws Exception {
    List<String> jars = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!each.matches(".*ortools-(linux|darwin|win32).*")) {
        jars.add(each);
      }
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, jars),
                "-Dfile.encoding=UTF-8",
                FaultsTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).containsAnyOf("PROTECTED true", "REFUSED There is no linear solver");
  }

  @Test
  void aFileThatIsNotThereIsSaidSo() {
    Path file = Path.of("no-such-table.csv");
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, Tables.flat("lieu"));
    assertThatThrownBy(() -> CellTable.read(file, spec))
        .isInstanceOf(BadInputException.class)
        .hasMessage("The table no-such-table.csv is not there.");
    assertThatThrownBy(() -> PublishedTable.read(file, spec))
        .hasMessage("The table no-such-table.csv is not there.");
  }
}
