package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.Contracts;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.quality.DeliveryFacts;
import fr.gouv.datalab.quality.DeliveryReports;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesAsTheyComeTest {
  private static final String HEADER = "siren;code;jour;montant;libelle\n";

  @TempDir static Path directory;
  private static Home home;
  private static Engine engine;
  private static Registry registry;

  @BeforeAll
  static void start() {
    home = Home.of(directory.resolve("home")).init();
    KeyStore.init(home.keys());
    registry = Registry.open(home);
    engine = Engine.start(home);
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  private static Ingested ingest(Contract contract, String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    return new Intake(engine, home, registry).ingest(contract, List.of(file), "exploitant");
  }

  /** The number of a company, of a rank: eight digits and the one that makes it valid. */
  static String siren(int rank) {
    String eight = String.format("%08d", 10_000_000 + rank * 7);
    for (int last = 0; ; last++) {
      int sum = 0;
      String nine = eight + last;
      for (int i = 0; i < 9; i++) {
        int digit = (nine.charAt(8 - i) - '0') * (i % 2 + 1);
        sum += digit > 9 ? digit - 9 : digit;
      }
      if (sum % 10 == 0) {
        return nine;
      }
    }
  }

  private static String journal() {
    return registry.read(
        tx ->
            String.join(
                "\n",
                tx.list(
                    "select record from journal_record order by sequence",
                    row -> new String(row.getBytes(1), StandardCharsets.UTF_8))));
  }

  @Test
  void dialectRepairsAndChangesAreInTheOutputTheRegisterTheJournalAndTheReport()
      throws IOException {
    Contract contract =
        Contracts.of(
            home,
            "essai.tableur",
            "{dates: [yyyy-MM-dd]}",
            "",
            "repair: leading-zeros,",
            "repair: leading-zeros(5),",
            "");
    StringBuilder first = new StringBuilder(HEADER);
    StringBuilder second = new StringBuilder(HEADER.replace("\n", ";note\n"));
    for (int i = 0; i < 60; i++) {
      first.append(siren(i)).append(";75056;31/01/2026;").append(i % 4).append(",50;a\n");
      second
          .append(siren(i))
          .append(i < 20 ? ";1004;" : ";75056;")
          .append("2026-02-28;")
          .append(i % 4 * 40 + 9)
          .append(",50;a;x\n");
    }
    first.append("5520135;75056;31/01/2026;1,00;a\n");

    Ingested one = ingest(contract, "un.csv", first.toString());
    Ingested two = ingest(contract, "deux.csv", second.toString());

    assertThat(one.line()).contains("61 read = 61 accepted + 0 quarantined");
    assertThat(one.text()).contains("1 value(s) got their leading zeros back");
    assertThat(two.line()).contains("60 read = 60 accepted + 0 quarantined");
    assertThat(two.repaired()).isEqualTo(20);
    assertThat(two.dialects()).singleElement().asString().contains("dates yyyy-MM-dd");
    assertThat(two.notes())
        .anyMatch(note -> note.contains("column note is new"))
        .anyMatch(note -> note.contains("written otherwise than usual"));
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      assertThat(
              new Intake(engine, home, registry)
                  .lake(contract, access)
                  .read()
                  .where("code = '01004' and jour = date'2026-02-28'")
                  .count())
          .isEqualTo(20);
    }

    DeliveryFacts facts = new DeliveryReports(registry).facts(two.delivery()).orElseThrow();
    assertThat(facts.repaired()).containsEntry("code", 20L);
    assertThat(facts.changes()).hasSize(1);
    assertThat(facts.files().get(0).dialect()).containsEntry("dates", "yyyy-MM-dd");
    assertThat(journal())
        .contains("dates yyyy-MM-dd")
        .contains("\"repaired\":{\"code\":20}")
        .contains("column note is new")
        .doesNotContain(siren(3));

    String report = Files.readString(Path.of(two.report()));
    assertThat(report)
        .contains("Rapport de livraison", "La colonne note est nouvelle", "yyyy-MM-dd")
        .contains("La répartition de montant a changé")
        .doesNotContain("http://www.w3.org/2000/svg\" src", "<script", "href=")
        .doesNotContain(siren(3), "5520135");
    Files.delete(Path.of(two.report()));
    StringWriter out = new StringWriter();
    int exit =
        Datalab.run(
            new PrintWriter(out),
            new PrintWriter(out),
            "quality",
            "essai.tableur",
            "--home",
            home.path().toString());
    assertThat(exit).isZero();
    assertThat(out.toString()).contains(two.report(), "20 value(s) got their leading zeros back");
    assertThat(Files.readString(Path.of(two.report()))).isEqualTo(report);
  }

  @Test
  void aChangeThatIsNotAllowedLeavesNothing() throws IOException {
    Contract contract =
        Contracts.of(home, "essai.ferme", "", "schemaChanges: [reordered]", "", "", "");
    String text = HEADER + (siren(1) + ";75056;31/01/2026;1,50;a\n");
    ingest(contract, "bon.csv", text);
    assertThatThrownBy(
            () ->
                ingest(
                    contract,
                    "change.csv",
                    (HEADER + siren(2) + ";75056;31/01/2026;1,50;a\n")
                        .replace("\n", ";z\n")
                        .replace("libelle;z", "libelle;note")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("column note is new")
        .hasMessageContaining("write added among the `schemaChanges`");
    assertThat(new fr.gouv.datalab.deliveries.Deliveries(registry).of("essai.ferme")).hasSize(1);
  }

  @Test
  void aDeliveryOfWhichEveryRowIsRefusedIsOneAndDisturbsNoOther() throws IOException {
    Contract contract = Contracts.plain(home, "essai.refus");
    ingest(contract, "bon.csv", HEADER + siren(1) + ";75056;31/01/2026;1,50;a\n");
    Ingested refused = ingest(contract, "faux.csv", HEADER + "x;y;;;\nx;z;;;\n");
    assertThat(refused.line()).contains("2 read = 0 accepted + 2 quarantined");
    Ingested third = ingest(contract, "autre.csv", HEADER + siren(2) + ";75056;;1,50;a\n");
    assertThat(third.line()).contains("1 read = 1 accepted + 0 quarantined");
  }

  @Test
  void aSmallDeliveryTellsItsTotalsAlone() throws IOException {
    Contract contract = Contracts.plain(home, "essai.petit");
    Ingested ingested =
        ingest(
            contract,
            "petit.csv",
            HEADER
                + siren(1)
                + ";75056;31/01/2026;123456,78;a\n"
                + siren(2)
                + ";75056;;99,00;a\n"
                + "x;75056;;99,00;a\n");
    String report = Files.readString(Path.of(ingested.report()));
    assertThat(report)
        .contains("Trop peu de personnes pour une répartition")
        .contains("Trop peu de lignes sont refusées")
        .doesNotContain("123456", "123 456", "99,00", "siren · identifiant");
  }
}
