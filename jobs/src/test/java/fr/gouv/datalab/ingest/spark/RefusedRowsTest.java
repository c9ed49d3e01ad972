package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedRowsTest {
  private static final String CONTRACT =
      """
      dataset: essai.contrats
      title: Essai
      description: Des contrats d'essai.
      producer: essai
      legalBasis: aucune
      grain: contrat
      retention: P1Y
      theme: [GOVE]
      keywords: [essai]
      dialect: {encodings: [UTF-8, windows-1252], separator: ";", decimal: ",", dates: dd/MM/yyyy}
      uniqueKey: [siret, libelle]
      columns:
        - {name: siret, type: string, sensitivity: identifier(siret), required: true, description: Établissement}
        - {name: libelle, type: string, sensitivity: plain, required: true, description: Nom du contrat}
        - {name: debut, type: date, sensitivity: plain, required: true, description: Début}
        - {name: fin, type: date, sensitivity: plain, description: Fin}
        - {name: montant, type: "decimal(8,2)", sensitivity: sensitive, required: true, description: Montant}
      rules:
        - {name: fin-apres-debut, check: "fin is null or fin >= debut", reason: La fin précède le début.}
        - {name: montant-court, check: "montant < 1000 or year(fin) > year(debut)", reason: Trop en un an.}
      """;
  private static final String HEADER = "siret;libelle;debut;fin;montant\n";

  @TempDir static Path directory;
  private static Home home;
  private static Engine engine;
  private static Registry registry;

  @BeforeAll
  static void start() throws IOException {
    home = Home.of(directory.resolve("home")).init();
    KeyStore.init(home.keys());
    Path folder = Files.createDirectories(home.catalogue().resolve("essai.contrats"));
    Files.writeString(folder.resolve("dataset.yaml"), CONTRACT);
    registry = Registry.open(home);
    engine = Engine.start(home);
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  @Test
  void aKeyIsTakenByTheFirstGoodRowThatHasItHoweverItIsWrittenAndInWhateverFile()
      throws IOException {
    Path first = directory.resolve("first.csv");
    Files.writeString(
        first,
        HEADER
            + "73282932000074;été;01/02/2020;31/01/2020;1,00\n"
            + "73282932000074;été;01/02/2020;;x\n"
            + "732 829 320 00074;été;01/02/2020;;2,00\n"
            + "73282932000074;\"l'\n\"\"autre\"\"\";01/02/2020;;3,00\n"
            + "73282932000074;été;01/02/2021;;4,00\n"
            + "73282932000075;été;01/02/2021;;5,00\n"
            + "73282932000074;hiver;01/02/2020;31/12/2020;1000,00\n"
            + "73282932000074;hiver;01/02/2020;31/01/2021;1000,00\n"
            + "73282932000074;court\n"
            + "73282932000074;sans fin;01/02/2020;;1000,00\n");
    Path second = directory.resolve("second.csv");
    Files.write(
        second,
        (HEADER + "73282932000074;étÉ;01/02/2020;;6,00\n73282932000074;été;01/02/2020;;7,00\n")
            .getBytes(Charset.forName("windows-1252")));
    Contract contract = Catalogue.of(home).dataset("essai.contrats");
    Intake intake = new Intake(engine, home, registry);

    Ingested ingested = intake.ingest(contract, List.of(first, second), "exploitant");

    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      List<Row> accepted =
          intake
              .lake(contract, access)
              .read()
              .select("libelle", "montant", "siret")
              .collectAsList();
      assertThat(accepted.stream().map(row -> row.getString(0) + "=" + row.getDecimal(1)))
          .containsExactlyInAnyOrder(
              "été=2.00", "l'\n\"autre\"=3.00", "hiver=1000.00", "sans fin=1000.00", "étÉ=6.00");
      byte[] pseudonym = accepted.get(0).getAs("siret");
      assertThat(accepted).allSatisfy(row -> assertThat(row.<byte[]>getAs(2)).isEqualTo(pseudonym));
      assertThat(refused(intake.quarantine(contract, access).read().collectAsList(), pseudonym))
          .containsExactlyInAnyOrder(
              "1:2 fin regle:fin-apres-debut La fin précède le début. pseudonyme",
              "1:3 montant type La valeur n'est pas du type de la colonne. pseudonyme",
              "1:7 siret doublon Une autre ligne de la livraison, avant elle, a la même clé."
                  + " pseudonyme",
              "1:8 siret identifiant La clé du SIRET est fausse (Luhn, ou somme multiple de cinq pour La Poste). marque",
              "1:9 montant regle:montant-court Trop en un an. pseudonyme",
              "1:11  colonnes La ligne n'a pas les champs de l'en-tête, ou n'est pas lisible. rien",
              "2:3 siret doublon Une autre ligne de la livraison, avant elle, a la même clé."
                  + " pseudonyme");
    }
    assertThat(ingested.read()).isEqualTo(12);
    assertThat(ingested.accepted()).isEqualTo(5);
    assertThat(ingested.quarantined()).isEqualTo(7);

    Delivery delivery = new Deliveries(registry).find(ingested.delivery()).orElseThrow();
    Quarantine shown = intake.quarantine(contract, delivery, 2);
    assertThat(shown.causes())
        .extracting(Quarantine.Cause::rows)
        .containsExactly(2L, 1L, 1L, 1L, 1L, 1L);
    assertThat(shown.rows()).extracting(Quarantine.RefusedRow::line).containsExactly(2L, 3L);
    assertThat(shown.text())
        .contains("essai.contrats, delivery " + delivery.id() + ": 7 rows in quarantine of 12 read")
        .contains("file 1, line 2: fin, regle:fin-apres-debut (La fin précède le début.)")
        .doesNotContain("73282932")
        .doesNotContain("été");
  }

  private static Set<String> refused(List<Row> rows, byte[] pseudonym) {
    Set<String> refused = new HashSet<>();
    for (Row row : rows) {
      byte[] siret = (byte[]) row.getJavaMap(row.fieldIndex("identifiants")).get("siret");
      String kept =
          siret == null
              ? "rien"
              : java.util.Arrays.equals(siret, pseudonym) ? "pseudonyme" : "marque";
      assertThat(siret == null ? 0 : siret.length).isIn(0, 8, 16);
      String values = row.getAs("valeurs");
      assertThat(values == null ? "" : values).doesNotContain("73282932");
      refused.add(
          row.getAs("fichier")
              + ":"
              + row.getAs("ligne")
              + " "
              + row.getAs("colonne")
              + " "
              + row.getAs("regle")
              + " "
              + row.getAs("motif")
              + " "
              + kept);
    }
    return refused;
  }

  @Test
  void aDeliveryWithoutARefusedRowMakesNoQuarantine() throws IOException {
    Path folder = Files.createDirectories(home.catalogue().resolve("essai.propres"));
    Files.writeString(
        folder.resolve("dataset.yaml"), CONTRACT.replace("essai.contrats", "essai.propres"));
    Path file = directory.resolve("clean.csv");
    Files.writeString(file, HEADER + "73282932000074;a;01/02/2020;;1,00\n", StandardCharsets.UTF_8);
    Contract contract = Catalogue.of(home).dataset("essai.propres");
    Intake intake = new Intake(engine, home, registry);

    Ingested ingested = intake.ingest(contract, List.of(file), "exploitant");

    assertThat(ingested.line()).contains("1 read = 1 accepted + 0 quarantined");
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      assertThat(intake.quarantine(contract, access).exists()).isFalse();
    }
  }
}
