package fr.gouv.datalab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.gate.Gate;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.registry.Registry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on conventions, flows, the access log, the catalogue, as a person types them. */
class LawCommandsTest {
  private static final String ID = "CONV-2026-001";

  @TempDir Path directory;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void makeAHome() {
    run("init");
    run("keys init");
    assertThat(run("convention add " + ID + " --user juriste@dinum")).isZero();
  }

  @Test
  void bringsAConventionIntoForceAndSaysWhoIsMissing() throws Exception {
    run("convention sign " + ID + " --party dinum --user juriste@dinum");
    assertThat(out.toString()).contains("still to sign: dgfip, interieur");
    run("convention sign " + ID + " --party dgfip --user administrateur@dgfip");
    run("convention sign " + ID + " --party interieur --user administrateur@interieur");
    assertThat(out.toString()).contains("every party has signed");
    JsonNode listed = json("convention list");
    assertThat(listed.get(0).get("inForce").asBoolean()).isTrue();
    assertThat(run("convention show " + ID)).isZero();
    assertThat(out.toString()).contains("Article 3. Personnes habilitées", "dgfip a signé le");
    assertThat(json("status").get("conventionsInForce").get(0).asText()).isEqualTo(ID);
    assertThat(run("convention suspend " + ID + " --user juriste@dinum")).isZero();
    assertThat(run("convention end " + ID + " --user juriste@dinum")).isZero();
    assertThat(json("convention list").get(0).get("state").asText()).isEqualTo("ENDED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convention add absent.yaml --user x|2|neither a file absent.yaml nor a convention",
        "convention add CONV-2026-001 --user=|2|Who acts?",
        "convention show CONV-0|2|`datalab convention list` shows those there are",
        "convention sign CONV-2026-001 --party insee --user x|3|refused by convention CONV-2026-001, article 5: insee is not a party",
        "convention sign CONV-2026-001 --party dgfip --user juriste@dinum|3|article 3: juriste@dinum may not sign for dgfip",
        "convention suspend CONV-2026-001 --user passant|3|article 3: passant acts for no party",
        "convention end CONV-2026-001 --user passant|3|article 3: passant acts for no party",
        "flow stop siv.immatriculations --reason x --user administrateur@interieur|3|refused by the producer's switch",
        "flow stop siv.inconnu --reason x --user x|2|There is no dataset `siv.inconnu`",
        "flow stop siv.immatriculations --user x|2|--reason",
        "flow resume siv.immatriculations --user x|3|only its producer may",
        "access-log|2|say --dataset=DATASET, --convention=ID, or both",
        "catalogue show siv.inconnu|2|`datalab catalogue list`",
        "catalogue export --format xml|2|xml"
      })
  void endsWithTheCodeAndASentence(String line) {
    String[] row = line.split("\\|", 3);
    assertThat(run(row[0])).isEqualTo(Integer.parseInt(row[1]));
    assertThat(err.toString()).contains(row[2]);
  }

  @Test
  void refusesAFileThatIsNoConventionAndNamesTheLine() throws Exception {
    Path file = directory.resolve("essai.yaml");
    Files.writeString(file, "convention: C-1\nversion: un\n");
    assertThat(run("convention add " + file + " --user x")).isEqualTo(4);
    assertThat(err.toString()).contains("essai.yaml, line 2: `version` must be a whole number");
  }

  @Test
  void refusesAnAlteredConventionButStillListsIt() throws Exception {
    try (Registry registry = Registry.open(home())) {
      registry.inTransaction(tx -> tx.update("update convention set sha256 = '00'"));
    }
    assertThat(run("convention show " + ID)).isEqualTo(3);
    assertThat(err.toString()).contains("article 5").contains("does not verify");
    assertThat(json("convention list").get(0).get("state").asText()).isEqualTo("ALTERED");
    assertThat(json("status").get("conventionsAltered").asInt()).isEqualTo(1);
  }

  @Test
  void lettingAProducerStopAFlowShowsEverywhere() throws Exception {
    run("convention sign " + ID + " --party dinum --user juriste@dinum");
    run("convention sign " + ID + " --party dgfip --user administrateur@dgfip");
    run("convention sign " + ID + " --party interieur --user administrateur@interieur");
    assertThat(
            run("flow stop siv.immatriculations --reason incident --user administrateur@interieur"))
        .isZero();
    assertThat(run("flow list")).isZero();
    assertThat(out.toString()).containsPattern("siv.immatriculations +stopped since .*incident");
    assertThat(json("status").get("flowsStopped").get(0).asText())
        .isEqualTo("siv.immatriculations");
    assertThat(run("flow resume siv.immatriculations --user administrateur@interieur")).isZero();
    try (Registry registry = Registry.open(home())) {
      new Gate(registry)
          .open(
              ID,
              new UseCaseRequest(
                  "vehicules-foyers", Map.of("siv.immatriculations", List.of("energie"))),
              "analyste@dinum");
    }
    assertThat(json("access-log --dataset siv.immatriculations").get(0).get("verdict").asText())
        .isEqualTo("granted");
    assertThat(json("access-log --convention " + ID)).hasSize(1);
    assertThat(run("access-log --dataset dsn.contrats")).isZero();
    assertThat(out.toString()).contains("Nobody asked.");
  }

  @Test
  void describesTheCatalogueInDcat() throws Exception {
    JsonNode catalogue = json("catalogue export");
    assertThat(catalogue.get("@type").asText()).isEqualTo("dcat:Catalog");
    assertThat(catalogue.get("dcat:dataset")).hasSize(7);
    assertThat(run("catalogue export --format turtle")).isZero();
    assertThat(out.toString())
        .contains("<urn:datalab:dataset:siv.immatriculations>\n    a dcat:Dataset ;")
        .contains("dct:title \"Foyers fiscaux\"@fr ;");
    assertThat(json("catalogue show siv.immatriculations").get("columns").get(0).get("sensitivity"))
        .hasToString("\"identifier(immatriculation)\"");
    assertThat(json("catalogue list")).hasSize(7);
    assertThat(run("catalogue show dsn.contrats")).isZero();
    assertThat(out.toString()).contains("salaire_brut_mensuel");
  }

  private Home home() {
    return Home.of(directory.resolve("home"));
  }

  private JsonNode json(String line) throws Exception {
    assertThat(run(line + " --json")).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private int run(String line) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> args = new ArrayList<>(List.of(line.split(" ")));
    args.add("--home");
    args.add(home().path().toString());
    return Datalab.run(
        new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
  }
}
