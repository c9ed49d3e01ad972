package fr.gouv.datalab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.registry.Registry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatalabTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void makesAHomeOnceAndSaysSoTwice() {
    assertThat(run("init")).isZero();
    assertThat(run("init")).isZero();
    assertThat(out.toString()).contains("The home is", "nothing was changed");
  }

  @Test
  void asksForAHomeBeforeAnythingElse() {
    assertThat(run("journal", "verify")).isEqualTo(2);
    assertThat(err.toString()).contains("run `datalab init`");
  }

  @Test
  void answersInOneJsonDocumentAndNothingElse() throws Exception {
    run("init");
    out.getBuffer().setLength(0);
    assertThat(run("journal", "verify", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("records").asLong()).isEqualTo(1);
  }

  @Test
  void drawsKeysOnceAndListsThemWithoutShowingOne() {
    run("init");
    assertThat(run("keys", "init")).isZero();
    assertThat(run("keys", "list")).isZero();
    assertThat(out.toString()).contains("token/nir", "lake", "vault/datalab");
  }

  @Test
  void destroysAKeyForGoodAndRecordsWhoDidIt() {
    run("init");
    run("keys", "init");
    assertThat(run("keys", "destroy", "vault/datalab", "--user", "juriste")).isZero();
    assertThat(run("keys", "list")).isZero();
    assertThat(out.toString()).containsPattern("vault/datalab +VAULT +destroyed");
    try (Registry registry = Registry.open(home())) {
      long records =
          registry.read(
              tx ->
                  tx.number(
                      "select count(*) from journal_record where record like '%juriste%keys.destroy%'"));
      assertThat(records).isEqualTo(1);
    }
    assertThat(run("keys", "destroy", "vault/inconnu", "--user", "juriste")).isEqualTo(2);
    assertThat(run("keys", "destroy", "n'importe quoi", "--user", "juriste")).isEqualTo(2);
  }

  @Test
  void saysWhenThereAreNoKeys() {
    run("init");
    assertThat(run("keys", "list")).isEqualTo(2);
    assertThat(err.toString()).contains("datalab keys init");
  }

  @Test
  void endsWithFiveWhenTheJournalWasAltered() {
    run("init");
    try (Registry registry = Registry.open(home())) {
      registry.inTransaction(tx -> tx.update("update journal_record set record = '{}'"));
    }
    assertThat(run("journal", "verify")).isEqualTo(5);
    assertThat(err.toString()).contains("Record 0 of the journal was altered");
  }

  @Test
  void scansTheHomeButTheDemo() throws Exception {
    run("init");
    Path truth = Files.createDirectories(home().path().resolve("demo/producers/truth"));
    Files.writeString(
        truth.resolve("personnes.csv"),
        "personne,nir,spi,nom_naissance,nom_usage,prenoms,date_naissance\n1,185057800608436,0123456789033,MARTINEAU,,Hélène,1985-05-01\n");
    Files.writeString(
        truth.resolve("vehicules.csv"),
        "immatriculation,vin,personne\nAB-123-CD,VF1BB05CF30123456,1\n");
    Path temp = Files.createDirectories(directory.resolve("temp"));
    assertThat(run("doctor", "--scan", "--temp", temp.toString())).isZero();
    assertThat(out.toString()).contains("0 found");
    Files.writeString(home().tmp().resolve("oubli.txt"), "plaque AB-123-CD");
    assertThat(run("doctor", "--scan", "--temp", temp.toString())).isEqualTo(5);
    assertThat(out.toString()).contains("PLATE at byte").doesNotContain("AB-123-CD");
    Files.delete(home().tmp().resolve("oubli.txt"));
    Files.writeString(temp.resolve("oubli.txt"), "Hélène MARTINEAU");
    assertThat(run("doctor", "--scan", "--temp", temp.toString())).isEqualTo(5);
  }

  @Test
  void explainsAWordThatItDoesNotKnow() {
    assertThat(run("journal")).isEqualTo(2);
    assertThat(err.toString()).contains("needs one of");
    assertThat(run("nimporte")).isEqualTo(2);
    assertThat(run("init", "--nimporte")).isEqualTo(2);
  }

  @Test
  void everyCommandOfTheTableHasAClassThatLoads() throws Exception {
    for (CommandEntry entry : CommandTable.onClassPath(getClass().getClassLoader()).entries()) {
      if (!entry.isGroup()) {
        assertThat(Class.forName(entry.className()).getDeclaredConstructor().newInstance())
            .isNotNull();
        assertThat(run(entry.words().toArray(String[]::new)[0], "--help")).isZero();
      }
    }
  }

  private Home home() {
    return Home.of(directory.resolve("home"));
  }

  private int run(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.add("--home");
    args.add(home().path().toString());
    return Datalab.run(
        new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
  }
}
