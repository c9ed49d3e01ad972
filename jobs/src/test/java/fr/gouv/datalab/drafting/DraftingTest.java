package fr.gouv.datalab.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.conventions.LegalTemplate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a legal basis to a signed convention, as a person types it. */
class DraftingTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void home() {
    assertThat(run("init")).isZero();
    assertThat(run("keys", "init")).isZero();
  }

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> line = new java.util.ArrayList<>(List.of("--home", directory + "/home"));
    line.addAll(List.of(words));
    return Datalab.run(
        new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(new String[0]));
  }

  private Path draft(String basis, String useCase) {
    Path file = directory.resolve(basis + "-" + useCase + ".yaml");
    assertThat(
            run(
                "convention",
                "draft",
                "--basis",
                basis,
                "--use-case",
                useCase,
                "--id",
                "CONV-X",
                "--out",
                file.toString()))
        .as(err.toString())
        .isZero();
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "--id, CONV 1, such as CONV-2026-001",
    "--consumer, Labo & Co, a party is written in"
  })
  void draftsNothingThatCouldNotBeAdded(String option, String value, String said) {
    Path file = directory.resolve("draft.yaml");
    assertThat(
            run(
                "convention",
                "draft",
                "--basis",
                "recherche",
                "--use-case",
                "performance-formations",
                option,
                value,
                "--out",
                file.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains(said);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "À compléter", "à préciser...", "TODO", "xxx", "-", "…"})
  void takesNoAnswerThatPutsTheQuestionOff(String answer) throws Exception {
    Path file = draft("recherche", "performance-formations");
    Files.writeString(file, Files.readString(file).replace(": \"?\"", ": \"" + answer + "\""));
    assertThat(run("convention", "add", file.toString())).as(err.toString()).isZero();
    assertThat(run("convention", "sign", "CONV-X", "--party", "dinum", "--user", "juriste@dinum"))
        .isEqualTo(3);
    assertThat(err.toString()).contains("article 5", "have no answer");
    assertThat(run("convention", "add", file.toString())).isZero();
    assertThat(out.toString()).contains("is there already, word for word");
  }

  @ParameterizedTest
  @CsvSource({
    "echange,vehicules-foyers",
    "statistique,performance-formations",
    "recherche,vehicules-foyers",
    "experimentation,performance-formations"
  })
  void isSignedOnceEveryQuestionIsAnswered(String basis, String useCase) throws Exception {
    Path file = draft(basis, useCase);
    assertThat(run("convention", "add", file.toString(), "--user", "juriste@dinum"))
        .as(err.toString())
        .isZero();
    assertThat(run("convention", "sign", "CONV-X", "--party", "dinum", "--user", "juriste@dinum"))
        .isEqualTo(3);
    assertThat(err.toString())
        .contains("article 5", LegalTemplate.named(basis).questions().get(0).id());
    Files.writeString(
        file,
        Files.readString(file)
            .replace(": \"?\"", ": \"Réponse des juristes.\"")
            .replace("version: 1", "version: 2"));
    assertThat(run("convention", "add", file.toString(), "--user", "juriste@dinum"))
        .as(err.toString())
        .isZero();
    assertThat(run("convention", "sign", "CONV-X", "--party", "dinum", "--user", "juriste@dinum"))
        .as(err.toString())
        .isZero();
    assertThat(run("convention", "show", "CONV-X")).isZero();
    assertThat(out.toString())
        .contains("Article 1. Finalité", "Annexe. Conditions vérifiées", "Réponse des juristes.");
    assertThat(run("convention", "show", "CONV-X", "--diff")).isZero();
    assertThat(out.toString())
        .contains("+     Réponse des juristes.", "-     [sans réponse]")
        .doesNotContain("Article 2");
  }

  @Test
  void asksForTheColumnsOfTheUseCaseAndNoOther() throws Exception {
    assertThat(Files.readString(draft("echange", "vehicules-foyers")))
        .contains("\"identite:titulaire\"", "administrateur-interieur", "approvals: [juriste")
        .doesNotContain("nom_naissance");
  }

  @Test
  void draftsTheImpactAssessment() throws Exception {
    Path file = draft("echange", "vehicules-foyers");
    run("convention", "add", file.toString(), "--user", "juriste@dinum");
    Path page = directory.resolve("aipd.html");
    assertThat(run("convention", "assessment", "CONV-X", "--out", page.toString()))
        .as(err.toString())
        .isZero();
    assertThat(Files.readString(page))
        .contains("3. Risques", "jetons à clé", "À compléter", "foyer fiscal");
    assertThat(run("convention", "assessment", "CONV-X", "--out", page.toString())).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "convention draft --basis loi --use-case vehicules-foyers --out x.yaml,There is no legal basis loi",
    "convention draft --basis echange --use-case autre --out x.yaml,There is no use case autre"
  })
  void saysWhatIsWrong(String line, String sentence) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
  }
}
