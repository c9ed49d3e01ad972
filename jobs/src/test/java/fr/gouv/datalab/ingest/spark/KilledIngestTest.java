package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.cli.OwnProcess;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.doctor.ByteScan;
import fr.gouv.datalab.doctor.Needles;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ingests in processes of their own, killed at their worst moments as by {@code kill -9}. */
class KilledIngestTest {
  private static final String DATASET = "siv.immatriculations";
  private static final String TABLE = "siv/immatriculations";

  @TempDir static Path directory;
  private static Path files;
  private static Path file;

  @BeforeAll
  static void deliver() throws IOException {
    files = directory.resolve("files");
    assertThat(
            Datalab.run(
                "sample",
                "generate",
                "--scale",
                "0.0003",
                "--seed",
                "5",
                "--out",
                files.toString()))
        .isZero();
    file = files.resolve("interieur/immatriculations.csv");
  }

  private enum Moment {
    THE_LAKE_IS_BEING_WRITTEN,
    THE_LAKE_IS_COMMITTED,
    THE_VAULT_IS_COMMITTED;

    boolean isNow(Home home) {
      return switch (this) {
        case THE_LAKE_IS_BEING_WRITTEN -> has(home.lake().resolve(TABLE), ".parquet");
        case THE_LAKE_IS_COMMITTED -> has(home.lake().resolve(TABLE), "0.json");
        case THE_VAULT_IS_COMMITTED -> has(home.vault().resolve(TABLE), "0.json");
      };
    }

    private static boolean has(Path table, String end) {
      try (Stream<Path> files = Files.walk(table)) {
        return files.anyMatch(path -> path.toString().endsWith(end));
      } catch (IOException | UncheckedIOException e) {
        return false;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void whereverAnIngestIsKilledTheNextOneFindsTheHomeWhole(Moment moment) throws Exception {
    Home home = Home.of(directory.resolve(moment.name())).init();
    KeyStore.init(home.keys());
    Contract contract = Catalogue.of(home).dataset(DATASET);
    try (Registry registry = Registry.open(home)) {
      Deliveries deliveries = new Deliveries(registry);

      Path log = home.path().resolve("ingest.log");
      OwnProcess.start(home, log, "exploitant", "ingest", DATASET, file.toString())
          .killWhen(() -> moment.isNow(home));

      assertThat(deliveries.of(DATASET)).isEmpty();
      assertThat(deliveries.pending(DATASET)).hasSize(1);
      ByteScan.Result scan =
          new ByteScan(Needles.ofTruth(files.resolve("truth")))
              .run(List.of(home.path()), path -> true);
      assertThat(scan.findings()).isEmpty();
      assertThat(scan.files()).isPositive();

      try (Engine engine = Engine.start(home)) {
        Intake intake = new Intake(engine, home, registry);
        Ingested ingested = intake.ingest(contract, List.of(file), "exploitant");

        assertThat(deliveries.pending(DATASET)).isEmpty();
        assertThat(deliveries.of(DATASET)).hasSize(1);
        holdsOnce(intake, home, contract, ingested);
      }
      JournalCheck.live(registry);
    }
    assertThat(home.tmp()).as("what the killed process left").isEmptyDirectory();
  }

  private static void holdsOnce(Intake intake, Home home, Contract contract, Ingested ingested)
      throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(';').get();
    try (CSVParser rows = CSVParser.parse(file, StandardCharsets.ISO_8859_1, format)) {
      assertThat(ingested.read()).isEqualTo(rows.stream().count() - 1);
    }
    assertThat(ingested.read()).isEqualTo(ingested.accepted() + ingested.quarantined());
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      Dataset<Row> lake = intake.lake(contract, access).read();
      assertThat(lake.count()).isEqualTo(ingested.accepted());
      assertThat(intake.quarantine(contract, access).read().count())
          .isEqualTo(ingested.quarantined());
      assertThat(intake.vault(contract, access).read().count())
          .isEqualTo(lake.where("type_titulaire = 'P'").count());
    }
  }
}
