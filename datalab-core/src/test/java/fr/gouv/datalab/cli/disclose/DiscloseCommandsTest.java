package fr.gouv.datalab.cli.disclose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.cli.Datalab;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that protect and audit a table, as a person types them. */
class DiscloseCommandsTest {
  private static final String TABLE =
      "territoire,energie,effectif\n75,GO,120\n75,ES,7\n75,EL,45\n92,GO,80\n92,ES,66\n92,EL,31\n"
          + "35,GO,55\n35,ES,23\n35,EL,14\n29,GO,9\n29,ES,48\n29,EL,19\n";

  @TempDir Path directory;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void writeASpecification() throws IOException {
    write(
        "spec.yaml",
        "dimensions:\n  - {column: territoire, hierarchy: territoire.csv}\n"
            + "  - {column: energie}\nfrequency: effectif\npolicy: personnes\n");
    write(
        "territoire.csv",
        "code,parent,label\nFR,,France\nIDF,FR,Île-de-France\n75,IDF,Paris\n"
            + "92,IDF,Hauts-de-Seine\nBRE,FR,Bretagne\n35,BRE,Ille-et-Vilaine\n29,BRE,Finistère\n");
    write("table.csv", TABLE);
  }

  @Test
  void protectsATableThatThenPassesItsAudit() throws Exception {
    assertThat(run("protect table.csv --spec spec.yaml --out safe")).isZero();
    assertThat(out.toString()).startsWith("safe: ").contains("2 by a rule");
    assertThat(directory.resolve("safe")).isDirectoryContaining("glob:**published.csv");
    String published = Files.readString(directory.resolve("safe/published.csv"));
    assertThat(published).contains("75,ES,,c", "29,GO,,c").doesNotContain("75,ES,7");
    assertThat(run("audit safe/published.csv --spec spec.yaml")).isZero();
    assertThat(out.toString()).contains("none can be inferred exactly", "75, ES: effectif from 0");
    assertThat(run("audit safe/published.csv --spec spec.yaml --truth safe/audit.csv")).isZero();
    assertThat(out.toString()).contains("each keeps the interval asked for");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void roundsATableThatStillAddsUp() throws Exception {
    method("protect: round\nrounding: {base: 10}\n");
    assertThat(run("protect table.csv --spec spec.yaml --out safe")).isZero();
    assertThat(out.toString()).startsWith("safe: 28 cells are published, changed by ");
    assertThat(Files.readAllLines(directory.resolve("safe/published.csv")))
        .hasSize(29)
        .contains("75,GO,120,v", "92,GO,80,v");
  }

  @Test
  void keepsTheLedgerBesideTheSpecificationAndRefusesWhenItIsSpent() throws Exception {
    method("protect: dp\nnoise: {rho: 0.5, population: foyers, budget: 1}\n");
    assertThat(run("protect table.csv --spec spec.yaml --out one")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("has lost 0.5 of its budget of 1");
    assertThat(run("protect table.csv --spec spec.yaml --out one")).isEqualTo(4);
    assertThat(run("protect table.csv --spec spec.yaml --out two")).isZero();
    assertThat(run("protect table.csv --spec spec.yaml --out three")).isEqualTo(3);
    assertThat(err.toString()).contains("0.0 is left of 1");
    assertThat(directory.resolve("three")).doesNotExist();
    assertThat(directory.resolve("ledger.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{base: 10}", "{base: 11, cells: small}"})
  void saysWhatAReaderInfersOfATableThatWasRounded(String rounding) throws Exception {
    method("protect: round\nrounding: " + rounding + "\n");
    assertThat(run("protect table.csv --spec spec.yaml --out safe")).as(err.toString()).isZero();
    assertThat(run("audit safe/published.csv --spec spec.yaml")).isZero();
    assertThat(out.toString())
        .startsWith("safe: the figures of all 28 cells were changed")
        .contains("none can be inferred exactly");
    run("audit safe/published.csv --spec spec.yaml --json");
    JsonNode audit = new ObjectMapper().readTree(out.toString());
    assertThat(audit.get("suppressed").asInt()).isZero();
    List<JsonNode> small = new java.util.ArrayList<>();
    for (JsonNode cell : audit.get("inferred")) {
      JsonNode bounds = cell.get("effectif");
      assertThat(bounds.get("lower").asDouble()).isLessThan(bounds.get("upper").asDouble());
      if (cell.get("territoire").asText().equals("75")
          && cell.get("energie").asText().equals("ES")) {
        small.add(bounds);
      }
    }
    assertThat(small).hasSize(1);
    assertThat(small.get(0).get("lower").asDouble()).isLessThanOrEqualTo(7);
    assertThat(small.get(0).get("upper").asDouble()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void refusesARoundedTableOfWhichACellFollows() throws IOException {
    // Neither A nor B is more than 5, and together they are 10 at the least.
    write(
        "rounded.yaml",
        "dimensions: [{column: energie}]\nfrequency: effectif\npolicy: personnes\n"
            + "protect: round\nrounding: {base: 3}\n");
    write("rounded.csv", "energie,effectif,status\nTOTAL,12,v\nA,3,v\nB,3,v\n");
    assertThat(run("audit rounded.csv --spec rounded.yaml")).isEqualTo(3);
    assertThat(out.toString()).contains("energie=A: a reader infers its effectif exactly");
  }

  private void method(String lines) throws IOException {
    Files.writeString(
        directory.resolve("spec.yaml"), lines, java.nio.file.StandardOpenOption.APPEND);
  }

  @Test
  void saysEveryIntervalAsJson() throws Exception {
    run("protect table.csv --spec spec.yaml --out safe --json");
    JsonNode protectedTable = new ObjectMapper().readTree(out.toString());
    assertThat(protectedTable.get("verdict").asText()).isEqualTo("safe");
    assertThat(protectedTable.get("cells").asInt()).isEqualTo(28);
    run("audit safe/published.csv --spec spec.yaml --json");
    JsonNode audit = new ObjectMapper().readTree(out.toString());
    assertThat(audit.get("inferred")).hasSize(protectedTable.get("suppressed").asInt());
    for (JsonNode cell : audit.get("inferred")) {
      assertThat(cell.get("effectif").get("lower").asDouble())
          .isLessThan(cell.get("effectif").get("upper").asDouble());
    }
  }

  @Test
  void refusesATableWhoseHiddenCellsCanBeComputed() throws IOException {
    write(
        "naive.csv",
        "territoire,energie,effectif,status\nFR,TOTAL,30,v\nFR,A,10,v\nFR,B,20,v\n"
            + "IDF,TOTAL,30,v\nIDF,A,10,v\nIDF,B,20,v\n75,TOTAL,20,v\n75,A,,c\n75,B,15,v\n"
            + "92,TOTAL,10,v\n92,A,5,v\n92,B,5,v\n");
    assertThat(run("audit naive.csv --spec spec.yaml")).isEqualTo(3);
    assertThat(out.toString())
        .contains("territoire=75, energie=A: a reader infers its effectif exactly");
  }

  @Test
  void tellsTheReaderWhatIsKnownFromElsewhere() throws Exception {
    write("flat.yaml", "dimensions: [{column: energie}]\nfrequency: effectif\npolicy: personnes\n");
    write("seen.csv", "energie,effectif,status\nTOTAL,100,v\nA,,u\nB,NA,x\nC,,x\nD,50,s\n");
    assertThat(run("audit seen.csv --spec flat.yaml")).isZero();
    assertThat(out.toString()).contains("A: effectif from 0 to 50");
    write("known.csv", "energie,effectif\nB,12\n");
    assertThat(run("audit seen.csv --spec flat.yaml --known known.csv")).isZero();
    assertThat(out.toString()).contains("A: effectif from 0 to 38").doesNotContain("B: ");
    write("known.csv", "energie,effectif\nB,12\nC,30\n");
    assertThat(run("audit seen.csv --spec flat.yaml --known known.csv")).isEqualTo(3);
    assertThat(out.toString()).contains("energie=A: a reader infers its effectif exactly");
    write("known.csv", "energie,effectif\nZ,12\n");
    assertThat(run("audit seen.csv --spec flat.yaml --known known.csv")).isEqualTo(4);
    write("known.csv", "energie,effectif\nB,120\n");
    assertThat(run("audit seen.csv --spec flat.yaml --known known.csv")).isEqualTo(4);
    assertThat(err.toString()).contains("do not add up");
  }

  @Test
  void putsPublishedTablesSideBySideWhateverPopulationTheyCount() throws Exception {
    write("flat.yaml", "dimensions: [{column: energie}]\nfrequency: effectif\npolicy: personnes\n");
    write("all.csv", "energie,effectif,status\nTOTAL,100,v\nA,,c\nB,,c\nC,50,v\n");
    write("north.csv", "energie,effectif,status\nTOTAL,60,v\nA,,c\nB,,c\nC,30,v\n");
    write("south.csv", "energie,effectif,status\nTOTAL,40,v\nA,3,v\nB,17,v\nC,20,v\n");
    String north = " --with north.csv --with-spec flat.yaml --with-population zone=nord";
    String south = " --with south.csv --with-spec flat.yaml --with-population zone=sud";
    assertThat(run("audit all.csv --spec flat.yaml" + north)).isZero();
    assertThat(run("audit all.csv --spec flat.yaml" + north + south)).isZero();
    assertThat(out.toString()).contains("A: effectif from 3 to 33");
    assertThat(run("audit north.csv --spec flat.yaml --population zone=nord --known k.csv"))
        .isEqualTo(4);
    assertThat(run("audit all.csv --spec flat.yaml --population zone")).isEqualTo(2);
    write("whole.csv", "energie,effectif,status\nTOTAL,60,v\nA,8,v\nB,22,v\nC,30,v\n");
    String whole = " --with whole.csv --with-spec flat.yaml --with-population zone=nord";
    write(
        "places.yaml",
        "dimensions: [{column: zone, hierarchy: zones.csv}, {column: energie}]\n"
            + "frequency: effectif\npolicy: personnes\n");
    write("zones.csv", "code,parent,label\nFR,,France\nnord,FR,Nord\nsud,FR,Sud\n");
    write(
        "places.csv",
        "zone,energie,effectif,status\nFR,TOTAL,100,v\nFR,A,11,v\nFR,B,39,v\nFR,C,50,v\n"
            + "nord,TOTAL,60,v\nnord,A,,c\nnord,B,,c\nnord,C,30,v\n"
            + "sud,TOTAL,40,v\nsud,A,,c\nsud,B,,c\nsud,C,20,v\n");
    assertThat(run("audit places.csv --spec places.yaml")).isZero();
    assertThat(run("audit places.csv --spec places.yaml" + whole)).isEqualTo(3);
    assertThat(out.toString()).contains("zone=sud, energie=A: a reader infers its effectif");
  }

  @Test
  void saysWhatUnitsThatPoolComputeWhenToldTheTruth() throws Exception {
    write("flat.yaml", "dimensions: [{column: energie}]\nfrequency: effectif\npolicy: personnes\n");
    write("seen.csv", "energie,effectif,status\nTOTAL,108,v\nA,,c\nB,,c\nC,,c\nD,100,v\n");
    write(
        "truth.csv",
        "energie,value,reason,lower,upper\nA,6,frequency,0,8\nB,1,frequency,0,8\n"
            + "C,1,frequency,0,8\n");
    assertThat(run("audit seen.csv --spec flat.yaml --truth truth.csv")).isEqualTo(3);
    assertThat(out.toString()).contains("energie=A: 2 units that pool infer its effectif exactly");
    write("alone.yaml", read("flat.yaml") + "coalition: 1\n");
    assertThat(run("audit seen.csv --spec alone.yaml --truth truth.csv")).isZero();
  }

  @Test
  void checksTheProofsThatGoWithATable() throws Exception {
    run("protect table.csv --spec spec.yaml --out safe");
    assertThat(run("check-proofs safe --spec spec.yaml")).isZero();
    assertThat(out.toString()).startsWith("hold: ");
    write("safe/proofs.csv", read("safe/proofs.csv").lines().findFirst().orElseThrow() + "\n");
    assertThat(run("check-proofs safe --spec spec.yaml")).isEqualTo(5);
    assertThat(out.toString()).contains("do not hold: 0 proofs", "is moved by no proof");
    assertThat(run("check-proofs nowhere --spec spec.yaml")).isEqualTo(4);
  }

  @Test
  void refusesIntervalsNarrowerThanAskedWhenToldTheTruth() throws IOException {
    write("wide.yaml", read("spec.yaml") + "protection: 1.0\n");
    run("protect table.csv --spec spec.yaml --out safe");
    assertThat(run("audit safe/published.csv --spec wide.yaml --truth safe/audit.csv"))
        .isEqualTo(3);
    assertThat(out.toString()).contains("more closely than asked");
  }

  @Test
  void leavesNothingBehindInTheTemporaryDirectory() throws IOException {
    run("protect table.csv --spec spec.yaml --out safe");
    try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .noneMatch(name -> name.startsWith("disclosure-solver"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "protect|2|Missing required",
        "protect absent.csv --spec spec.yaml --out o|4|absent.csv is not there",
        "protect table.csv --spec absent.yaml --out o|4|absent.yaml cannot be read",
        "protect table.csv --spec table.csv --out o|4|A specification is a mapping",
        "protect nan.csv --spec spec.yaml --out o|4|Line 2 of",
        "protect nan.csv --spec spec.yaml --out o|4|\"NaN\" is not a number",
        "protect negative.csv --spec spec.yaml --out o|4|energie=GO (line 2) has a negative effectif",
        "protect half.csv --spec spec.yaml --out o|4|not whole",
        "protect unknown.csv --spec spec.yaml --out o|4|The code \"99\" of territoire",
        "protect twice.csv --spec spec.yaml --out o|4|territoire=75, energie=GO (line 3) is given twice, on line 2 too",
        "protect large.csv --spec spec.yaml --out o|4|passes 2^53",
        "protect margin.csv --spec spec.yaml --out o|4|not additive: 1 margin(s)",
        "protect margin.csv --spec spec.yaml --out o|4|territoire=IDF, energie=GO",
        "protect header.csv --spec spec.yaml --out o|4|no column \"energie\"",
        "protect ragged.csv --spec spec.yaml --out o|4|has 2 fields",
        "protect empty.csv --spec spec.yaml --out o|4|has no cell",
        "protect table.csv --spec cycle.yaml --out o|4|never reaches a total",
        "protect table.csv --spec dp.yaml --out o|4|needs what the table costs",
        "protect table.csv --spec policy.yaml --out o|4|There is no policy \"menages\"",
        "protect table.csv --spec key.yaml --out o|4|`frequence` is not a key",
        "protect table.csv --spec spec.yaml --out full|4|is not empty",
        "protect tiny.csv --spec wide.yaml --out o|4|`frequency` must be a whole number",
        "audit table.csv --spec spec.yaml|4|no column \"status\"",
        "audit shown.csv --spec spec.yaml|4|status of the cell",
        "audit holed.csv --spec spec.yaml|4|no line for the margin",
        "audit wrong.csv --spec spec.yaml|4|not additive: the effectif of territoire=FR"
      })
  void endsWithTheCodeAndASentenceAndWritesNothing(String line) throws IOException {
    write("nan.csv", "territoire,energie,effectif\n75,GO,NaN\n");
    write("negative.csv", "territoire,energie,effectif\n75,GO,-1\n");
    write("half.csv", "territoire,energie,effectif\n75,GO,1.5\n");
    write("unknown.csv", "territoire,energie,effectif\n99,GO,1\n");
    write("twice.csv", "territoire,energie,effectif\n75,GO,1\n75,GO,1\n");
    write("large.csv", "territoire,energie,effectif\n75,GO,9007199254740993\n");
    write("margin.csv", TABLE + "IDF,GO,201\n");
    write("header.csv", "territoire,energy,effectif\n75,GO,1\n");
    write("ragged.csv", "territoire,energie,effectif\n75,GO\n");
    write("empty.csv", "territoire,energie,effectif\n");
    write("tiny.csv", "territoire,energie,effectif\n75,GO,5\n");
    write("wide.yaml", read("spec.yaml") + "protection: {frequency: 0}\n");
    write("cycle.yaml", read("spec.yaml").replace("territoire.csv", "cycle.csv"));
    write("cycle.csv", "code,parent,label\nFR,,\nA,B,\nB,A,\n");
    write("dp.yaml", read("spec.yaml") + "protect: dp\n");
    write("policy.yaml", read("spec.yaml").replace("personnes", "menages"));
    write("key.yaml", read("spec.yaml") + "frequence: effectif\n");
    write("shown.csv", "territoire,energie,effectif,status\n75,GO,4,c\n");
    write("holed.csv", "territoire,energie,effectif,status\n75,GO,4,v\n");
    write(
        "wrong.csv",
        "territoire,energie,effectif,status\nFR,TOTAL,30,v\nFR,A,29,v\n"
            + "IDF,TOTAL,30,v\nIDF,A,29,v\n75,TOTAL,30,v\n75,A,29,v\n");
    write("full/here", "");
    String[] row = line.split("\\|", 3);
    assertThat(run(row[0])).isEqualTo(Integer.parseInt(row[1]));
    assertThat(err.toString()).contains(row[2]).doesNotContain("Exception");
    assertThat(directory.resolve("o")).doesNotExist();
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int run(String line) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> files = List.of("table", "safe", "full", "o", "audit", "one", "two", "three");
    List<String> args = new java.util.ArrayList<>(List.of("disclose"));
    boolean first = true;
    for (String word : line.split(" ")) {
      boolean isPath =
          !first
              && !word.startsWith("-")
              && (word.contains(".") || files.contains(word) || word.contains("/"));
      args.add(isPath ? directory.resolve(word).toString() : word);
      first = false;
    }
    return Datalab.run(
        new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
  }
}
