package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.cli.OwnProcess;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.doctor.ByteScan;
import fr.gouv.datalab.doctor.Needles;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.HomeCopy;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.replays.Replay;
import fr.gouv.datalab.replays.Replays;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays in processes of their own, killed at their worst moments as by {@code kill -9}. */
class KilledReplayTest {
  private static final String DATASET = "essai.vehicules";
  private static final String TABLE = "essai/vehicules";

  @TempDir static Path directory;
  private static Home template;
  private static Engine engine;
  private static Delivery before;

  @BeforeAll
  static void refuseManyRows() throws IOException {
    Path files = directory.resolve("files");
    assertThat(
            Datalab.run(
                "sample",
                "generate",
                "--scale",
                "0.0002",
                "--seed",
                "5",
                "--out",
                files.toString()))
        .isZero();
    template = Home.of(directory.resolve("template")).init();
    KeyStore.init(template.keys());
    String text;
    try (InputStream in =
        Catalogue.class.getResourceAsStream("/catalogue/siv.immatriculations/dataset.yaml")) {
      text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("siv.immatriculations", DATASET);
    }
    Path yaml =
        Files.createDirectories(template.catalogue().resolve(DATASET)).resolve("dataset.yaml");
    Files.writeString(yaml, text.replace("[ES, GO, EL,", "[EL,"));
    engine = Engine.start(template);
    try (Registry registry = Registry.open(template)) {
      new Intake(engine, template, registry)
          .ingest(
              Catalogue.of(template).dataset(DATASET),
              List.of(files.resolve("interieur/immatriculations.csv")),
              "exploitant");
      before = new Deliveries(registry).of(DATASET).get(0);
    }
    assertThat(before.quarantined()).isGreaterThan(before.accepted());
    Files.writeString(yaml, text);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private enum Moment {
    THE_LAKE_IS_COMMITTED,
    THE_VAULT_IS_COMMITTED,
    THE_REGISTRY_DECIDED,
    THE_LAKE_WAS_MOVED,
    QUARANTINE_WAS_MOVED;

    boolean isNow(Home home, Registry registry) {
      return switch (this) {
        case THE_LAKE_IS_COMMITTED -> has(home.lake().resolve(TABLE), 1);
        case THE_VAULT_IS_COMMITTED -> has(home.vault().resolve(TABLE), 1);
        case THE_REGISTRY_DECIDED ->
            new Replays(registry)
                .unfinished(DATASET).stream()
                    .anyMatch(replay -> replay.state() == Replay.State.DECIDED);
        case THE_LAKE_WAS_MOVED -> has(home.lake().resolve(TABLE), 2);
        case QUARANTINE_WAS_MOVED -> has(home.lake().resolve("quarantaine").resolve(TABLE), 2);
      };
    }

    private static boolean has(Path table, int commit) {
      return Files.exists(table.resolve(String.format("_delta_log/%020d.json", commit)));
    }

    boolean isAfterTheDecision() {
      return compareTo(THE_REGISTRY_DECIDED) >= 0;
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void whereverItIsKilledNoRowIsLostNorThereTwice(Moment moment) throws Exception {
    Home home = HomeCopy.of(template, directory.resolve(moment.name()));
    Path log = home.path().resolve("replay.log");
    try (Registry registry = Registry.open(home)) {
      OwnProcess.start(home, log, "exploitant", "quarantine", "replay", DATASET)
          .killWhen(() -> moment.isNow(home, registry));

      Delivery killed = delivery(registry);
      if (moment.isAfterTheDecision()) {
        assertThat(killed.accepted()).isGreaterThan(before.accepted());
      } else {
        assertThat(killed).isEqualTo(before);
      }
      isWhole(registry, killed, new Deliveries(registry).labels(DATASET));

      Contract contract = Catalogue.of(home).dataset(DATASET);
      new QuarantineReplay(engine, home, registry).run(contract, killed, "exploitant");

      Delivery after = delivery(registry);
      assertThat(after.accepted()).isGreaterThan(before.accepted());
      assertThat(new Deliveries(registry).labels(DATASET)).containsExactly(after.id());
      assertThat(new Replays(registry).unfinished(DATASET)).isEmpty();
      isWhole(registry, after, List.of(after.id()));
      assertThat(rows(registry, "lac").count())
          .as("nothing else is left")
          .isEqualTo(after.accepted());
      assertThat(rows(registry, "quarantaine").count()).isEqualTo(after.quarantined());
      JournalCheck.live(registry);
    }
    ByteScan.Result scan =
        new ByteScan(Needles.ofTruth(directory.resolve("files/truth")))
            .run(List.of(home.path()), path -> true);
    assertThat(scan.findings()).isEmpty();
  }

  private static Delivery delivery(Registry registry) {
    return new Deliveries(registry).of(DATASET).get(0);
  }

  /** What readers of these labels see is the delivery's, row by row. */
  private static void isWhole(Registry registry, Delivery delivery, List<String> labels) {
    assertThat(delivery.read()).isEqualTo(delivery.accepted() + delivery.quarantined());
    Dataset<Row> lake = seen(rows(registry, "lac"), labels);
    assertThat(lake.count()).isEqualTo(delivery.accepted());
    assertThat(lake.select("immatriculation").distinct().count()).isEqualTo(delivery.accepted());
    assertThat(seen(rows(registry, "coffre"), labels).count())
        .isEqualTo(lake.where("type_titulaire = 'P'").count());
    Quarantine refused =
        new Intake(engine, registry.home(), registry)
            .quarantine(Catalogue.of(registry.home()).dataset(DATASET), delivery, 1);
    assertThat(refused.causes().stream().mapToLong(Quarantine.Cause::rows).sum())
        .isEqualTo(delivery.quarantined());
  }

  private static Dataset<Row> seen(Dataset<Row> rows, List<String> labels) {
    return rows.where(functions.col(LakeTable.DELIVERY).isin(labels.toArray()));
  }

  private static Dataset<Row> rows(Registry registry, String room) {
    Contract contract = Catalogue.of(registry.home()).dataset(DATASET);
    Intake intake = new Intake(engine, registry.home(), registry);
    try (LakeAccess access = LakeAccess.open(KeyStore.open(registry.home().keys()), key -> {})) {
      Dataset<Row> rows =
          switch (room) {
            case "lac" -> intake.lake(contract, access).read();
            case "coffre" -> intake.vault(contract, access).read();
            default -> intake.quarantine(contract, access).read();
          };
      // Read while the access stands.
      return engine.session().createDataFrame(rows.collectAsList(), rows.schema());
    }
  }
}
