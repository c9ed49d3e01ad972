package fr.gouv.datalab.linkage.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.linkage.MisspelledPeople;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkCommandTest {
  private static final String SPEC =
      """
      id: rec_id
      columns:
        nomNaissance: surname
        prenoms: {left: given_name, right: given_name}
        dateNaissance: date_of_birth
        numeroVoie: street_number
        voie: address_1
        complement: address_2
        commune: suburb
        codePostal: postcode
        region: state
        identifiant: soc_sec_id
      oneToOne: true
      threshold: 0.9
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path left;
  private Path right;

  @BeforeEach
  void writeFiles() throws IOException {
    MisspelledPeople people = new MisspelledPeople(1, 0.2);
    List<String[]> originals = people.originals(400);
    List<String[]> duplicates = people.duplicates(originals);
    left = write("A.csv", originals);
    right = write("B.csv", duplicates);
    List<String> truth = new ArrayList<>(List.of("left,right"));
    for (int person = 0; person < originals.size(); person++) {
      truth.add(originals.get(person)[0] + "," + duplicates.get(person)[0]);
    }
    Files.write(directory.resolve("truth.csv"), truth);
    Files.writeString(directory.resolve("LINK.yaml"), SPEC);
  }

  @Test
  void writesPairsAndSaysHowGoodTheyAre() throws Exception {
    assertThat(run("init")).isZero();
    out.getBuffer().setLength(0);
    int code = link("--truth", directory.resolve("truth.csv").toString(), "--json");
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.at("/truth/kept/f1").asDouble()).isGreaterThan(0.97);
    assertThat(answer.at("/report/estimatedPrecision").asDouble()).isGreaterThan(0.98);
    List<String> pairs = Files.readAllLines(directory.resolve("pairs.csv"));
    assertThat(pairs.get(0)).isEqualTo("left,right,probability");
    assertThat(pairs.get(1)).matches("rec-\\d+-org,rec-\\d+-dup-0,[01]\\.\\d{6}");
    assertThat(pairs).hasSize(1 + answer.at("/report/pairs").asInt());
    List<String> curve = Files.readAllLines(directory.resolve("pairs.precision-recall.csv"));
    assertThat(curve).hasSize(100).first().isEqualTo("threshold,pairs,precision,recall,f1");
    try (Stream<Path> left = Files.list(directory.resolve("home/tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void readsTheFilesOfAdministrationsToo() throws Exception {
    Files.write(
        left,
        "id;nom;prénom;naissance\n1;GUÉRIN;Zoé;01/02/1980\n2;LÉVY;Noé;03/04/1990\n"
            .getBytes(Charset.forName("windows-1252")));
    Files.writeString(
        right, "\uFEFFid,nom,prénom,naissance\n\"a,1\",Guerin,ZOE,1980-02-01\nb,Dubois,Luc,\n");
    Files.writeString(
        directory.resolve("LINK.yaml"),
        "id: id\ncolumns: {nomNaissance: nom, prenoms: prénom, dateNaissance: naissance}\n"
            + "threshold: 0.5\n");
    assertThat(link()).as(err.toString()).isZero();
    assertThat(Files.readAllLines(directory.resolve("pairs.csv")))
        .hasSize(2)
        .element(1)
        .asString()
        .startsWith("1,\"a,1\",");
  }

  @Test
  void refusesWhatItCannotReadInASentenceAndWritesNothing() throws Exception {
    refused(4, "has no column `surname`", () -> Files.writeString(left, "rec_id,nom\n1,x\n"));
    refused(4, "is empty", () -> Files.writeString(left, ""));
    refused(
        4,
        "no row",
        () -> Files.writeString(left, String.join(",", MisspelledPeople.COLUMNS) + "\n"));
    refused(4, "`nom` is not a key known here", () -> spec(SPEC.replace("nomNaissance", "nom")));
    refused(4, "`threshold` must be a number between", () -> spec(SPEC.replace("0.9", "2")));
    refused(4, "`seuil`", () -> spec(SPEC + "seuil: 1\n"));
    refused(4, "row 2 (it ends at line 3)", () -> append(left, 1, "x,y\n"));
    refused(2, "There is no file", () -> Files.delete(right));
  }

  @Test
  void refusesAFileWhereAnIdStandsTwice() throws Exception {
    List<String> lines = Files.readAllLines(left);
    append(left, lines.size(), lines.get(3) + "\n");
    assertThat(link()).isEqualTo(4);
    assertThat(err.toString())
        .contains("has 1 value of `rec_id` more than once (rows 3 and 401, for instance)")
        .doesNotContain("rec-");
    assertThat(directory.resolve("pairs.csv")).doesNotExist();
  }

  private interface Change {
    void apply() throws IOException;
  }

  private void refused(int code, String sentence, Change change) throws IOException {
    writeFiles();
    change.apply();
    err.getBuffer().setLength(0);
    assertThat(link()).as(sentence).isEqualTo(code);
    assertThat(err.toString()).contains(sentence);
    assertThat(directory.resolve("pairs.csv")).doesNotExist();
  }

  private void spec(String text) throws IOException {
    Files.writeString(directory.resolve("LINK.yaml"), text);
  }

  private static void append(Path file, int afterLine, String text) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String head = String.join("\n", lines.subList(0, Math.min(lines.size(), afterLine + 1)));
    Files.writeString(file, head + "\n" + text);
  }

  private Path write(String name, List<String[]> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(",", MisspelledPeople.COLUMNS));
    rows.forEach(row -> lines.add(String.join(",", row)));
    return Files.write(directory.resolve(name), lines);
  }

  private int link(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "link",
                left.toString(),
                right.toString(),
                "--spec",
                directory.resolve("LINK.yaml").toString(),
                "--out",
                directory.resolve("pairs.csv").toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--home", directory.resolve("home").toString()));
    return Datalab.run(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }
}
