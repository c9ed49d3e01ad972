package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.OwnProcess;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.HomeCopy;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Retentions;
import fr.gouv.datalab.rights.spark.Due;
import fr.gouv.datalab.rights.spark.Expired;
import fr.gouv.datalab.rights.spark.Expiry;
import fr.gouv.datalab.vault.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Rows, envelopes, files and keys go on their day, once, and also after a kill. */
class RetentionTest {
  private static final String LETTERS = "essai.lettres";
  private static final String CONTRACTS = "essai.contrats";
  private static final Instant LONG_AGO = Instant.parse("2020-01-10T12:00:00Z");

  @TempDir static Path directory;
  private static Engine engine;
  private static Home template;
  private Home home;

  @BeforeAll
  static void deliver() throws IOException {
    template = Home.of(directory.resolve("template")).init();
    KeyStore.init(template.keys());
    dataset(LETTERS, "P3Y");
    dataset(CONTRACTS, "{period: P1Y, from: date_fin, quarantine: P6M}");
    engine = Engine.start(template);
    try (Registry past = Registry.open(template, Clock.fixed(LONG_AGO, ZoneOffset.UTC))) {
      ingest(past, LETTERS, file("lettres-1.csv", 0, 40));
      ingest(past, CONTRACTS, file("contrats-1.csv", 0, 40));
    }
    try (Registry now = Registry.open(template)) {
      ingest(now, LETTERS, file("lettres-2.csv", 40, 60));
    }
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void copy(TestInfo test) throws IOException {
    home = HomeCopy.of(template, directory.resolve(test.getTestMethod().orElseThrow().getName()));
  }

  private static void dataset(String name, String retention) throws IOException {
    try (InputStream in = RetentionTest.class.getResourceAsStream("essai.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Path folder = Files.createDirectories(template.catalogue().resolve(name));
      Files.writeString(
          folder.resolve("dataset.yaml"),
          text.replace("NAME", name).replace("RETENTION", retention));
    }
  }

  /**
   * One contract in four has no end, one ends in 2099; the others ended in 2020. One line is
   * refused.
   */
  private static Path file(String name, int from, int to) throws IOException {
    StringBuilder text = new StringBuilder("numero;courriel;nom;date_fin\n");
    for (int i = from; i < to; i++) {
      text.append("N" + i + ";p" + i + "@exemple.fr;MARTIN;");
      text.append(List.of("", "2099-01-01", "2020-03-08", "2020-03-09").get(i % 4)).append("\n");
    }
    text.append("N" + to + ";;MARTIN;\n");
    return Files.writeString(directory.resolve(name), text);
  }

  private static Ingested ingest(Registry registry, String dataset, Path file) {
    return new Intake(engine, registry.home(), registry)
        .ingest(Catalogue.of(registry.home()).dataset(dataset), List.of(file), "exploitant");
  }

  private record Held(long rows, long envelopes, long quarantined) {}

  private Held held(Registry registry, String dataset) {
    Intake intake = new Intake(engine, home, registry);
    var contract = Catalogue.of(home).dataset(dataset);
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      return new Held(
          intake.lake(contract, access).read().count(),
          intake.vault(contract, access).read().where("scelle is not null").count(),
          intake.quarantine(contract, access).read().count());
    }
  }

  @Test
  void rowsGoOnTheirDayWithTheirEnvelopesAndTheRestStillOpens() throws IOException {
    Path clear = Files.writeString(home.landing().resolve("oubli.csv"), "en clair");
    Files.setLastModifiedTime(clear, FileTime.from(LONG_AGO));
    KeyStore keys = KeyStore.open(home.keys());
    keys.create(KeyName.project("CONV-2019-001"));
    try (Registry registry = Registry.open(home)) {
      convention(registry);
      List<Due> before = Expiry.due(engine, registry, LocalDate.parse("2020-12-31"));
      assertThat(before).extracting(Due::rows).containsExactly(0L, 0L);
      List<Due> due = new Expiry(engine, registry).due();
      assertThat(due).extracting(Due::dataset).containsExactly(CONTRACTS, LETTERS);
      assertThat(due).extracting(Due::rows).containsExactly(30L, 40L);
      List<Due> byDelivery = Expiry.due(engine, registry, LocalDate.parse("2021-01-10"));
      assertThat(byDelivery).extracting(Due::rows).containsExactly(0L, 0L);
      List<Due> ended = Expiry.due(engine, registry, LocalDate.parse("2021-03-11"));
      assertThat(ended)
          .extracting(Due::rows)
          .as("delivered rows count as well")
          .first()
          .isEqualTo(30L);

      Expired expired = new Expiry(engine, registry).run("exploitant");

      System.out.println(expired.text());
      assertThat(expired.found()).isZero();
      assertThat(expired.landed()).isEqualTo(1);
      assertThat(clear).doesNotExist();
      assertThat(expired.conventions()).containsExactly("CONV-2019-001");
      assertThat(keys.exists(KeyName.project("CONV-2019-001"))).isFalse();
      assertThat(held(registry, LETTERS)).isEqualTo(new Held(20, 20, 1));
      assertThat(held(registry, CONTRACTS)).isEqualTo(new Held(10, 10, 0));
      assertThat(new Deliveries(registry).of(LETTERS)).hasSize(1);
      assertThat(ingest(registry, LETTERS, directory.resolve("lettres-1.csv")).changed()).isFalse();
      assertThat(new Expiry(engine, registry).run("exploitant").text())
          .isEqualTo("Nothing is at its end.");
      opens(registry);
      JournalCheck.live(registry);
    }
  }

  private void convention(Registry registry) throws IOException {
    String text =
        new String(
                getClass().getResourceAsStream("/conventions/CONV-2026-002.yaml").readAllBytes(),
                StandardCharsets.UTF_8)
            .replace("CONV-2026-002", "CONV-2019-001")
            .replace("from: 2025-01-01", "from: 2019-01-01")
            .replace("until: 2030-12-31", "until: 2020-12-31");
    new ConventionStore(registry)
        .add("CONV-2019-001.yaml", text.getBytes(StandardCharsets.UTF_8), "juriste@dinum");
    assertThat(new Retentions(registry).conventionsDue(LocalDate.parse("2022-12-31"))).isEmpty();
  }

  private void opens(Registry registry) {
    KeyStore keys = KeyStore.open(home.keys());
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      Dataset<Row> vault =
          new Intake(engine, home, registry)
              .vault(Catalogue.of(home).dataset(LETTERS), access)
              .read();
      List<Row> sealed = vault.where("scelle is not null").collectAsList();
      assertThat(sealed).hasSize(20);
      for (Row row : sealed) {
        Envelope envelope =
            Envelope.open(
                row.getAs("lot"), row.<byte[]>getAs("entete"), keys.decrypter(KeyName.CUSTODIAN));
        byte[] clear = envelope.open(row.<Integer>getAs("numero"), row.<byte[]>getAs("scelle"));
        assertThat(new String(clear, StandardCharsets.UTF_8)).contains("MARTIN");
      }
    }
  }

  @Test
  void anExpiryThatIsKilledIsFinishedByTheNextOne() throws Exception {
    OwnProcess.start(home, home.path().resolve("retention.log"), "exploitant", "retention")
        .killWhen(this::isDeleting);

    try (Registry registry = Registry.open(home)) {
      assertThat(new Retentions(registry).began(CONTRACTS)).isTrue();
      assertThat(new Deliveries(registry).of(LETTERS)).hasSize(2);

      Expired expired = new Expiry(engine, registry).run("exploitant");

      assertThat(expired.found()).isZero();
      assertThat(expired.filesRead()).isPositive();
      assertThat(held(registry, CONTRACTS)).isEqualTo(new Held(10, 10, 0));
      assertThat(held(registry, LETTERS)).isEqualTo(new Held(20, 20, 1));
      assertThat(new Retentions(registry).began(CONTRACTS)).isFalse();
      assertThat(new Expiry(engine, registry).run("exploitant").datasets()).isEmpty();
      JournalCheck.live(registry);
    }
  }

  /** The first deletion is committed: nothing else is. */
  private boolean isDeleting() {
    Path log = home.lake().resolve("essai/contrats/_delta_log");
    try (Stream<Path> files = Files.list(log)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith("01.json"));
    } catch (IOException e) {
      return false;
    }
  }
}
