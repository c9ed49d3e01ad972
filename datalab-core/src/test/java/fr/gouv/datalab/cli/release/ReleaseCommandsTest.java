package fr.gouv.datalab.cli.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.releases.Tables;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCommandsTest {
  @TempDir Path directory;
  private Home home;
  private String id;

  @BeforeEach
  void draft() {
    home = Homes.in(directory.resolve("home"));
    KeyStore keys = KeyStore.init(home.keys());
    try (Registry registry = Registry.open(home)) {
      ConventionStore conventions = new ConventionStore(registry);
      byte[] text = new ConventionFiles(home).find(Tables.CONVENTION).orElseThrow();
      conventions.add("essai", text, Tables.AUTHOR);
      conventions.sign(Tables.CONVENTION, "dinum", "juriste@dinum");
      conventions.sign(Tables.CONVENTION, "dgfip", "administrateur@dgfip");
      conventions.sign(Tables.CONVENTION, "interieur", "administrateur@interieur");
      id =
          new ReleaseStore(registry, keys, new ConventionSeats(conventions))
              .draft(Tables.small(directory.resolve("table")));
    }
  }

  @Test
  void takeAReleaseFromItsDraftToAVerifiedPackage() throws Exception {
    assertThat(run(0, Tables.AUTHOR, "release", "list")).contains(id, "DRAFT");
    assertThat(run(0, Tables.AUTHOR, "release", "submit", id, "--comment", "prêt"))
        .contains("SUBMITTED", "administrateur-dgfip, administrateur-interieur, juriste");
    run(0, "juriste@dinum", "release", "return", id, "--comment", "préciser");
    run(0, "statisticien@dinum", "release", "submit", id);
    run(0, "juriste@dinum", "release", "approve", id);
    run(0, "administrateur@dgfip", "release", "approve", id, "--seat", "administrateur-dgfip");
    assertThat(run(0, "administrateur@interieur", "release", "approve", id))
        .contains("APPROVED", "release export " + id);
    run(0, Tables.AUTHOR, "release", "export", id);
    Path folder = home.exports().resolve(id);
    Path key = home.exports().resolve("datalab.vkey");
    assertThat(run(0, "-", "release", "verify", folder.toString(), "--key", key.toString()))
        .contains("verifies", id);
    assertThat(run(0, "-", "release", "show", id)).contains("préciser", "EXPORTED", "round 2");
    JsonNode proof = new JsonMapper().readTree(run(0, "-", "journal", "prove", "--release", id));
    assertThat(proof.path("records")).hasSize(7);
    run(0, "administrateur@dgfip", "release", "withdraw", id, "--comment", "source fausse");
    JsonNode list = new JsonMapper().readTree(run(0, "-", "release", "list", "--json"));
    assertThat(list.get(0).path("state").asText()).isEqualTo("WITHDRAWN");
    Files.writeString(folder.resolve("rapport.html"), "autre");
    run(5, "-", "release", "verify", folder.toString(), "--key", key.toString());
  }

  @Test
  void keepTheReviewsOfOthersUntilOnesOwn() throws Exception {
    run(0, Tables.AUTHOR, "release", "submit", id);
    String before = run(0, "-", "release", "list", "--json");
    run(0, "administrateur@dgfip", "release", "approve", id, "--comment", "avis de la DGFiP");
    assertThat(run(0, "-", "release", "list", "--json")).isEqualTo(before);
    for (String person : List.of("juriste@dinum", Tables.AUTHOR)) {
      assertThat(run(0, person, "release", "show", id))
          .contains("submit", "independent")
          .doesNotContain("avis de la DGFiP", "approve ");
      assertThat(run(0, person, "release", "show", id, "--json")).doesNotContain("APPROVE");
      assertThat(
              new JsonMapper()
                  .readTree(run(0, person, "journal", "prove", "--release", id))
                  .path("records"))
          .hasSize(1);
    }
    run(0, "juriste@dinum", "release", "approve", id);
    assertThat(run(0, "juriste@dinum", "release", "show", id)).contains("avis de la DGFiP");
    run(0, "administrateur@interieur", "release", "approve", id);
    assertThat(run(0, Tables.AUTHOR, "release", "show", id)).contains("avis de la DGFiP");
  }

  /** The export itself refuses to replace a package by another, so its exit code says it. */
  @Test
  void exportTheSameBytesFromAnotherProcess() throws Exception {
    run(0, Tables.AUTHOR, "release", "submit", id);
    for (String person :
        List.of("juriste@dinum", "administrateur@dgfip", "administrateur@interieur")) {
      run(0, person, "release", "approve", id);
    }
    run(0, Tables.AUTHOR, "release", "export", id);
    Path folder = home.exports().resolve(id);
    String sums = Files.readString(folder.resolve("SHA256SUMS"));
    Files.delete(folder.resolve("data/foyers.parquet"));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en",
                "-Duser.timezone=Asia/Tokyo",
                "-Dfile.encoding=ISO-8859-1",
                "-cp",
                System.getProperty("java.class.path"),
                "fr.gouv.datalab.cli.Datalab",
                "--home",
                home.path().toString(),
                "--user",
                Tables.AUTHOR,
                "release",
                "export",
                id)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("other.log").toFile())
            .start();
    assertThat(other.waitFor()).as(Files.readString(directory.resolve("other.log"))).isZero();
    assertThat(folder.resolve("SHA256SUMS")).hasContent(sums);
    assertThat(folder.resolve("data/foyers.parquet")).exists();
  }

  @Test
  void refuseWhatTheRulesForbidWithTheirExitCodes() throws Exception {
    run(3, "juriste@dinum", "release", "approve", id);
    run(3, Tables.AUTHOR, "release", "export", id);
    run(3, "passant@ailleurs", "release", "submit", id);
    run(2, Tables.AUTHOR, "release", "submit", "REL-2026-9999");
    run(2, Tables.AUTHOR, "release", "submit");
    run(0, Tables.AUTHOR, "release", "submit", id);
    run(3, Tables.AUTHOR, "release", "approve", id);
    run(2, "juriste@dinum", "release", "reject", id);
    run(4, "-", "release", "verify", directory.toString());
    Files.writeString(home.releases().resolve(id).resolve("foyers/published.csv"), "x");
    run(5, "juriste@dinum", "release", "approve", id);
    run(0, "juriste@dinum", "release", "reject", id, "--comment", "fichier changé");
    run(3, Tables.AUTHOR, "release", "submit", id);
  }

  @Test
  void nothingIsReviewedUnderATextThatWasAltered() {
    try (Registry registry = Registry.open(home)) {
      registry.inTransaction(tx -> tx.update("update convention set sha256 = '00'"));
    }
    assertThat(run(3, "juriste@dinum", "release", "submit", id)).isEmpty();
  }

  private String run(int code, String person, String... words) {
    List<String> all = new ArrayList<>(List.of("--home", home.path().toString()));
    all.addAll(List.of("--user", person));
    all.addAll(List.of(words));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Datalab.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0])))
        .as("%s: %s", String.join(" ", words), err)
        .isEqualTo(code);
    return out.toString();
  }
}
