package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same rows, delivered in every form, become the same rows of the lake. */
class FileFormsTest {
  private static final String COLUMNS =
      """
      dialect: {encodings: [windows-1252], separator: ";", decimal: ",", dates: dd/MM/yyyy}
      uniqueKey: [numero]
      columns:
        - {name: numero, type: long, sensitivity: plain, required: true, description: Rang}
        - {name: siret, type: string, sensitivity: identifier(siret), required: true, description: Établissement}
        - {name: libelle, type: string, sensitivity: plain, description: Nom}
        - {name: jour, type: date, sensitivity: plain, description: Jour}
        - {name: montant, type: "decimal(8,2)", sensitivity: sensitive, description: Montant}
        - {name: actif, type: boolean, sensitivity: plain, description: Actif}
      """;
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message m { required int64 NUMERO; optional binary siret (STRING);"
              + " optional binary libelle (STRING); optional int32 jour (DATE);"
              + " optional int64 montant (DECIMAL(10,3)); optional boolean actif;"
              + " optional double autre; }");
  private static final String SIRET = "73282932000074";

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

  private static Contract contract(String dataset) throws IOException {
    Path folder = Files.createDirectories(home.catalogue().resolve(dataset));
    String head =
        """
        dataset: %s
        title: Essai
        description: Des lignes d'essai.
        producer: essai
        legalBasis: aucune
        grain: ligne
        retention: P1Y
        theme: [GOVE]
        keywords: [essai]
        """;
    Files.writeString(folder.resolve("dataset.yaml"), head.formatted(dataset) + COLUMNS);
    return Catalogue.of(home).dataset(dataset);
  }

  private static Path csv() throws IOException {
    String text =
        "numero;siret;libelle;jour;montant;actif\n"
            + "1;73282932000074;été;29/02/2024;1234,50;oui\n"
            + "2;73282932000074;;;;\n"
            + "3;73282932000075;x;;;\n"
            + "2;73282932000074;y;;;non\n"
            + "4;73282932000074;z;;0,125;non\n";
    return Files.write(
        directory.resolve("f.csv"),
        text.getBytes(java.nio.charset.Charset.forName("windows-1252")));
  }

  private static byte[] jsonLines() {
    return """
        {"numero": 1, "siret": "73282932000074", "Libelle": "été", "jour": "2024-02-29", "montant": 1234.50, "actif": true, "autre": 1}
        {"siret": "73282932000074", "numero": 2, "libelle": null}

        {"numero": 3, "siret": "73282932000075", "libelle": "x"}
        {"numero": 2, "siret": "73282932000074", "libelle": "y", "actif": false}
        {"numero": 4, "siret": "73282932000074", "libelle": "z", "montant": 0.125, "actif": false}
        """
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Path parquet() throws IOException {
    Path file = directory.resolve("f.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withRowGroupSize(64L)
            .withMinRowCountForPageSizeCheck(1)
            .build()) {
      writer.write(row(1, SIRET, "été", 19782, 1_234_500L, true));
      writer.write(row(2, SIRET, null, null, null, null));
      writer.write(row(3, "73282932000075", "x", null, null, null));
      writer.write(row(2, SIRET, "y", null, null, false));
      writer.write(row(4, SIRET, "z", null, 125L, false));
    }
    return file;
  }

  private static Group row(
      long numero, String siret, String libelle, Integer jour, Long montant, Boolean actif) {
    Group row = new SimpleGroup(SCHEMA);
    row.add(0, numero);
    row.add(1, siret);
    if (libelle != null) {
      row.add(2, Binary.fromString(libelle));
    }
    if (jour != null) {
      row.add(3, jour);
    }
    if (montant != null) {
      row.add(4, montant);
    }
    if (actif != null) {
      row.add(5, actif);
    }
    return row;
  }

  @ParameterizedTest
  @CsvSource({
    "essai.csv, csv",
    "essai.json, json",
    "essai.jsongz, json.gz",
    "essai.parquet, parquet"
  })
  void everyFormGivesTheSameRows(String dataset, String form) throws IOException {
    Contract contract = contract(dataset);
    Path file =
        switch (form) {
          case "csv" -> csv();
          case "json" -> Files.write(directory.resolve("f.jsonl"), jsonLines());
          case "parquet" -> parquet();
          default -> gzipped(jsonLines());
        };
    Intake intake = new Intake(engine, home, registry);

    Ingested ingested = intake.ingest(contract, List.of(file), "exploitant");

    assertThat(ingested.line()).contains("5 read = 2 accepted + 3 quarantined");
    int first = form.equals("csv") ? 2 : 1;
    int gap = form.startsWith("json") ? 1 : 0;
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      assertThat(
              intake
                  .lake(contract, access)
                  .read()
                  .orderBy("numero")
                  .selectExpr(
                      "concat_ws('|', numero, length(siret), libelle, jour, montant, actif)")
                  .collectAsList())
          .extracting(row -> row.getString(0))
          .containsExactly("1|16|été|2024-02-29|1234.50|true", "2|16");
      assertThat(
              intake
                  .quarantine(contract, access)
                  .read()
                  .orderBy("ligne")
                  .select("ligne", "colonne", "regle")
                  .collectAsList())
          .extracting(Row::mkString)
          .containsExactly(
              (first + 2 + gap) + "siretidentifiant",
              (first + 3 + gap) + "numerodoublon",
              (first + 4 + gap) + "montanttype");
    }
  }

  private static Path gzipped(byte[] text) throws IOException {
    Path file = directory.resolve("f.jsonl.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text);
    }
    return file;
  }

  @Test
  void aWrongFileOfEachFormIsRefusedWithASentence() throws IOException {
    Contract contract = contract("essai.faux");
    byte[] parquet = Files.readAllBytes(parquet());
    refused(contract, Arrays.copyOf(parquet, parquet.length - 20), "damaged Parquet file");
    refused(contract, "PARE1234".getBytes(StandardCharsets.UTF_8), "encrypted Parquet file");
    refused(
        contract,
        "{\"libelle\": \"x\"}\n".getBytes(StandardCharsets.UTF_8),
        "lacks the columns numero, siret");
    refused(
        contract,
        "{\"numero\": 1, \"siret\": \"é\"}\n".getBytes(StandardCharsets.ISO_8859_1),
        "not in the encoding of its contract (UTF-8)");
  }

  private static void refused(Contract contract, byte[] bytes, String sentence) throws IOException {
    Path file = Files.write(directory.resolve("wrong"), bytes);
    Intake intake = new Intake(engine, home, registry);
    assertThatThrownBy(() -> intake.ingest(contract, List.of(file), "exploitant"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aLineThatIsNoObjectOfPlainValuesIsInQuarantine() throws IOException {
    Contract contract = contract("essai.lignes");
    String good = "{\"numero\": %d, \"siret\": \"73282932000074\"}\n";
    String text =
        good.formatted(1)
            + "{\"numero\": 2, \"siret\": [\"73282932000074\"]}\n"
            + "[3]\n"
            + "{\"numero\": 4\n"
            + "{\"numero\": 5, \"numero\": 6}\n"
            + good.formatted(7).strip()
            + " {}\n"
            + good.formatted(8);
    Path file = Files.writeString(directory.resolve("lignes.jsonl"), text);

    Ingested ingested =
        new Intake(engine, home, registry).ingest(contract, List.of(file), "exploitant");

    assertThat(ingested.line()).contains("7 read = 2 accepted + 5 quarantined");
  }
}
