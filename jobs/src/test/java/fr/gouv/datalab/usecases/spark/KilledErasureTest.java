package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.OwnProcess;
import fr.gouv.datalab.deliveries.DatasetLock;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.HomeCopy;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeSession;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Candidates;
import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.Erasures;
import fr.gouv.datalab.rights.Ground;
import fr.gouv.datalab.rights.PersonFile;
import fr.gouv.datalab.rights.PersonToken;
import fr.gouv.datalab.rights.spark.Erased;
import fr.gouv.datalab.rights.spark.Erasure;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Erasures in processes of their own, killed at their worst moments as by {@code kill -9}. */
class KilledErasureTest {
  private static final String DPO = "juriste@dinum";
  private static final List<String> DATASETS = List.of("dgfip.declarants", "siv.immatriculations");

  @TempDir static Path directory;
  private static Home template;
  private static Engine engine;
  private static String id;
  private static List<Candidates> found;
  private static Map<String, Long> before;

  @BeforeAll
  static void approve() throws IOException {
    Path files = directory.resolve("files");
    SampleLake.generate(files, 0.0002);
    template = Home.of(directory.resolve("template")).init();
    engine = Engine.start(template);
    try (Registry registry = Registry.open(template)) {
      SampleLake.fillVehicles(engine, registry, files);
      SamplePersons persons = new SamplePersons(files);
      Map<String, List<String>> plates = persons.plates();
      Map<String, String> declarant =
          persons.rows("dgfip/declarants.csv").stream()
              .filter(row -> plates.containsKey(row.get("spi")))
              .skip(5)
              .findFirst()
              .orElseThrow();
      List<PersonToken> person =
          new PersonFile(KeyStore.open(template.keys()))
              .read(
                  new StringReader(
                      "spi," + declarant.get("spi") + "\n" + SamplePersons.civil(declarant)));
      Erasures erasures = new Erasures(registry);
      found = new ArrayList<>();
      for (String dataset : DATASETS) {
        found.add(
            new Erasure(engine, registry).count(Catalogue.of(template).dataset(dataset), person));
      }
      id = erasures.request(person, Ground.UNLAWFUL, "2026-18", found, DPO).id();
      erasures.approve(id, CivilKey.Level.PROBABLE, "administrateur@dgfip");
      erasures.approve(id, CivilKey.Level.PROBABLE, "administrateur@interieur");
    }
    assertThat(found).allSatisfy(each -> assertThat(rows(each)).isPositive());
    before = counts(template);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static long rows(Candidates each) {
    return each.numbered() + each.exact() + each.probable();
  }

  private enum Moment {
    THE_VAULT_LOST_AN_ENVELOPE,
    THE_LAKE_LOST_ROWS,
    A_LOG_IS_BEING_CUT;

    boolean isNow(Home home) {
      Path declarants = home.lake().resolve("dgfip/declarants/_delta_log");
      return switch (this) {
        case THE_VAULT_LOST_AN_ENVELOPE ->
            has(home.vault().resolve("dgfip/declarants/_delta_log"), "1.json");
        case THE_LAKE_LOST_ROWS -> has(declarants, "1.json");
        case A_LOG_IS_BEING_CUT -> has(declarants, "checkpoint.parquet");
      };
    }

    private static boolean has(Path log, String end) {
      try (Stream<Path> files = Files.list(log)) {
        return files.anyMatch(
            path ->
                path.toString().endsWith(end) && !path.getFileName().toString().startsWith("."));
      } catch (IOException | UncheckedIOException e) {
        return false;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void whereverItIsKilledItIsDoneByRunningItAgain(Moment moment) throws Exception {
    Home home = HomeCopy.of(template, directory.resolve(moment.name()));
    Path log = home.path().resolve("erase.log");
    OwnProcess.start(home, log, DPO, "erase", "execute", id).killWhen(() -> moment.isNow(home));

    try (Registry registry = Registry.open(home)) {
      assertThat(journaled(registry, "erase.execute")).as("not done").isZero();
      Erased erased = new Erasure(engine, registry).execute(id, DPO);

      assertThat(erased.found()).isZero();
      assertThat(journaled(registry, "erase.execute")).isEqualTo(1);
      Map<String, Long> after = counts(home);
      for (Candidates each : found) {
        assertThat(after.get(each.dataset()))
            .as("everybody else is there, once")
            .isEqualTo(before.get(each.dataset()) - rows(each) + each.shared());
      }
      JournalCheck.live(registry);
      for (String dataset : DATASETS) {
        DatasetLock.take(home, dataset).close();
      }
    }
  }

  private static long journaled(Registry registry, String verb) {
    return registry.read(
        tx ->
            tx.number(
                "select count(*) from journal_record where record like ?", "%\"" + verb + "\"%"));
  }

  private static Map<String, Long> counts(Home home) {
    Map<String, Long> counts = new TreeMap<>();
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      for (String dataset : DATASETS) {
        counts.put(
            dataset,
            LakeSession.reading(engine.session(), access)
                .read()
                .format("delta")
                .load(home.lake().resolve(dataset.replace('.', '/')).toString())
                .count());
      }
    }
    return counts;
  }
}
