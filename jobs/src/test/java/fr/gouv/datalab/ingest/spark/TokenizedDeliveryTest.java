package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.HybridDecrypt;
import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.producer.ProducerStage;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.vault.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file tokenised by its producer becomes, row by row, what the file in clear becomes. */
class TokenizedDeliveryTest {
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "dgfip.declarants", "dgfip/declarants.csv",
              "dgfip.foyers_fiscaux", "dgfip/foyers_fiscaux.csv",
              "siv.immatriculations", "interieur/immatriculations.csv",
              "formation.formations", "travail/formations.csv",
              "formation.stagiaires", "travail/stagiaires.csv.gz",
              "dsn.contrats", "gip-mds/contrats.csv",
              "insee.etablissements", "insee/etablissements.csv"));

  @TempDir static Path directory;
  private static Home clear;
  private static Engine engine;
  private static Map<Path, Registry> registries = new HashMap<>();

  @BeforeAll
  static void start() {
    clear = Home.of(directory.resolve("clair")).init();
    KeyStore keys = KeyStore.init(clear.keys());
    FILES.keySet().forEach(name -> keys.create(KeyName.producer(contract(name).producer())));
    engine = Engine.start(clear);
    assertThat(
            Datalab.run(
                "sample",
                "generate",
                "--scale",
                "0.0002",
                "--seed",
                "11",
                "--out",
                directory.resolve("files").toString()))
        .isZero();
  }

  @AfterAll
  static void stop() {
    engine.close();
    registries.values().forEach(Registry::close);
  }

  private static Contract contract(String dataset) {
    return Catalogue.of(clear).dataset(dataset);
  }

  private static Path file(String dataset) {
    return directory.resolve("files").resolve(FILES.get(dataset));
  }

  /** A home with the keys of the first one. */
  private static Home home(String name) throws IOException {
    Home home = Home.of(directory.resolve(name)).init();
    try (Stream<Path> keys = Files.walk(clear.keys())) {
      for (Path key : keys.filter(Files::isRegularFile).toList()) {
        Path copy = home.keys().resolve(clear.keys().relativize(key).toString());
        Files.createDirectories(copy.getParent());
        if (!Files.exists(copy)) {
          Files.copy(key, copy);
        }
      }
    }
    return home;
  }

  private static Intake intake(Home home) {
    return new Intake(
        engine, home, registries.computeIfAbsent(home.path(), p -> Registry.open(home)));
  }

  private static Path tokenize(String dataset, Path in, String out) throws IOException {
    return tokenize(contract(dataset), in, out);
  }

  private static Path tokenize(Contract contract, Path in, String out) throws IOException {
    Path file = directory.resolve(out);
    new ProducerStage(contract, KeyStore.open(clear.keys()), 2).tokenize(in, file);
    return file;
  }

  static Stream<String> datasets() {
    return FILES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void everyTableIsTheSameRowByRow(String dataset) throws IOException {
    Ingested expected =
        intake(clear).ingest(contract(dataset), List.of(file(dataset)), "exploitant");
    Tables tables = tables(clear, dataset);
    for (String form : List.of("csv", "parquet", "csv.gz")) {
      if (form.equals("csv.gz") && !dataset.startsWith("formation")) {
        continue;
      }
      Home home = home("jetons-" + form);
      Path file = tokenize(dataset, file(dataset), dataset + "." + form);

      Ingested ingested = intake(home).ingest(contract(dataset), List.of(file), "exploitant");

      assertThat(ingested.read()).isEqualTo(expected.read());
      assertThat(ingested.accepted()).isEqualTo(expected.accepted());
      assertThat(ingested.quarantined()).isEqualTo(expected.quarantined());
      Tables found = tables(home, dataset);
      assertThat(found.lake()).as("lake, %s", form).isEqualTo(tables.lake());
      assertThat(found.quarantine()).as("quarantine, %s", form).isEqualTo(tables.quarantine());
      assertThat(found.vault()).as("vault, %s", form).isEqualTo(tables.vault());
    }
    assertThat(tables.lake()).hasSize((int) expected.accepted());
    assertThat(tables.quarantine()).hasSize((int) expected.quarantined());
  }

  /** The rows of a dataset's three tables as text, sorted; the vault's opened. */
  private record Tables(List<String> lake, List<String> quarantine, List<String> vault) {}

  private static Tables tables(Home home, String dataset) {
    Contract contract = contract(dataset);
    KeyStore keys = KeyStore.open(home.keys());
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      Intake intake = intake(home);
      return new Tables(
          rows(intake.lake(contract, access)),
          rows(intake.quarantine(contract, access)),
          identities(intake.vault(contract, access), keys.decrypter(KeyName.CUSTODIAN)));
    }
  }

  private static List<String> rows(LakeTable table) {
    if (!table.exists()) {
      return List.of();
    }
    // What is sealed, and how it is read again, is each file's own.
    Dataset<Row> rows =
        table.read().drop(LakeTable.DELIVERY, "forme", "lot", "numero", "entete", "scelle");
    return rows.collectAsList().stream().map(TokenizedDeliveryTest::text).sorted().toList();
  }

  private static String text(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      text.append(row.schema().fieldNames()[i]).append('=').append(text(row.get(i))).append('|');
    }
    return text.toString();
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      TreeMap<String, String> sorted = new TreeMap<>();
      scala.jdk.javaapi.CollectionConverters.asJava(map)
          .forEach((key, item) -> sorted.put(key.toString(), text((Object) item)));
      return sorted.toString();
    }
    return String.valueOf(value);
  }

  private static List<String> identities(LakeTable table, HybridDecrypt custodian) {
    if (!table.exists()) {
      return List.of();
    }
    Map<String, Envelope> lots = new HashMap<>();
    List<Row> rows = table.read().collectAsList();
    for (Row row : rows) {
      byte[] header = row.getAs("entete");
      if (header != null) {
        String lot = row.getAs("lot");
        lots.put(lot, Envelope.open(lot, header, custodian));
      }
    }
    List<String> opened = new ArrayList<>();
    for (Row row : rows) {
      int number = row.getAs("numero");
      byte[] content = lots.get(row.<String>getAs("lot")).open(number, row.getAs("scelle"));
      opened.add(
          row.getAs("identite")
              + " "
              + text((Object) row.getAs("cle"))
              + " "
              + new String(content, StandardCharsets.UTF_8));
    }
    return opened.stream().sorted().toList();
  }

  @Test
  void theSameRowsInClearAndTokenisedAreOneDelivery() throws IOException {
    String dataset = "insee.etablissements";
    Home home = home("deux-fois");
    Path tokenized = tokenize(dataset, file(dataset), "deux-fois.csv");
    Intake intake = intake(home);

    Ingested first = intake.ingest(contract(dataset), List.of(tokenized), "exploitant");
    Ingested inClear = intake.ingest(contract(dataset), List.of(file(dataset)), "exploitant");
    Ingested again =
        intake.ingest(
            contract(dataset),
            List.of(tokenize(dataset, file(dataset), "encore.parquet")),
            "exploitant");

    assertThat(first.changed()).isTrue();
    assertThat(inClear.changed()).isFalse();
    assertThat(inClear.notes()).anyMatch(note -> note.contains("ingested already"));
    assertThat(again.changed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void aKeyThatStandsInClearAndTokenisedIsADuplicate(String form) throws IOException {
    Contract contract = contract("insee.etablissements");
    Home home = home("doublons-" + form);
    String header = "siret,siren,naf,tranche_effectif,date_creation,code_commune\n";
    String first = "73282932000074,732829320,62.01Z,11,2001-02-03,75056\n";
    String second = "35600000000048,356000000,53.10Z,11,2001-02-03,75056\n";
    Path inClear = Files.writeString(directory.resolve("a-" + form), header + first);
    Path other =
        Files.writeString(
            directory.resolve("b-" + form),
            header + first.replace("73282932", "732 829 32") + second);
    Path tokenized = tokenize(contract, other, "b." + form);

    Ingested ingested = intake(home).ingest(contract, List.of(inClear, tokenized), "exploitant");

    assertThat(ingested.line()).contains("3 read = 2 accepted + 1 quarantined");
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      Row row = intake(home).quarantine(contract, access).read().collectAsList().get(0);
      assertThat(row.<String>getAs("regle")).isEqualTo("doublon");
      assertThat(row.<Integer>getAs("fichier")).isEqualTo(2);
      assertThat(row.<Long>getAs("ligne")).isEqualTo(2);
    }
  }
}
