package fr.gouv.datalab.rotations.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.cli.OwnProcess;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.HomeCopy;
import fr.gouv.datalab.ingest.spark.Intake;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rotations.Room;
import fr.gouv.datalab.rotations.Rotations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of the lake's key in processes of their own, killed as by {@code kill -9}. */
class KilledRotationTest {
  @TempDir static Path directory;
  private static Path file;
  private static Home template;
  private static Engine engine;
  private static LakeContent before;

  @BeforeAll
  static void ingest() {
    Path files = directory.resolve("files");
    String[] sample = {"sample", "generate", "--scale", "0.0001", "--seed", "7", "--out"};
    List<String> command = new ArrayList<>(List.of(sample));
    command.add(files.toString());
    assertThat(Datalab.run(command.toArray(String[]::new))).isZero();
    file = files.resolve("travail/stagiaires.csv.gz");
    template = Home.of(directory.resolve("template")).init();
    KeyStore.init(template.keys());
    engine = Engine.start(directory, java.util.Map.of());
    try (Registry registry = Registry.open(template)) {
      ingest(registry, "formation.stagiaires", file);
      ingest(registry, "formation.formations", files.resolve("travail/formations.csv"));
    }
    before = LakeContent.of(engine, template);
    assertThat(before.tables()).hasSizeBetween(4, 5);
    assertThat(before.pseudonyms()).isNotEmpty();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static void ingest(Registry registry, String dataset, Path delivery) {
    new Intake(engine, registry.home(), registry)
        .ingest(Catalogue.of(registry.home()).dataset(dataset), List.of(delivery), "exploitant");
  }

  private enum Moment {
    A_TABLE_IS_BEING_WRITTEN,
    SOME_TABLES_ARE_WRITTEN,
    READERS_WENT_OVER,
    THE_OLD_TABLES_ARE_BEING_REMOVED;

    boolean isNow(Home home) {
      return switch (this) {
        case A_TABLE_IS_BEING_WRITTEN -> count(home.lake().resolve("cle-2"), ".parquet") > 0;
        case SOME_TABLES_ARE_WRITTEN -> count(home.path(), "0.json") > before.tables().size() + 1;
        case READERS_WENT_OVER -> KeyStore.open(home.keys()).current(KeyName.LAKE) == 2;
        case THE_OLD_TABLES_ARE_BEING_REMOVED ->
            KeyStore.open(home.keys()).current(KeyName.LAKE) == 2
                && count(home.path(), "0.json") < 2L * before.tables().size();
      };
    }

    private static long count(Path room, String end) {
      try (Stream<Path> files = Files.walk(room)) {
        return files.filter(path -> path.toString().endsWith(end)).count();
      } catch (IOException | UncheckedIOException e) {
        return 0;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void whereverItIsKilledTheLakeIsAllOldOrAllNewAndTheNextOneFinishes(Moment moment)
      throws Exception {
    Home home = HomeCopy.of(template, directory.resolve(moment.name()));
    OwnProcess.start(home, home.path().resolve("rotate.log"), "exploitant", "keys", "rotate")
        .killWhen(() -> moment.isNow(home));

    KeyStore keys = KeyStore.open(home.keys());
    try (Registry registry = Registry.open(home)) {
      int inUse = keys.current(KeyName.LAKE);
      LakeContent killed = LakeContent.of(engine, home);
      if (inUse == 1) {
        assertThat(killed).isEqualTo(before);
        assertThatThrownBy(() -> ingest(registry, "formation.stagiaires", file))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("keys rotate");
      } else {
        assertThat(killed.tables()).isEqualTo(before.tables());
        assertThat(killed.pseudonyms()).doesNotContainAnyElementsOf(before.pseudonyms());
        assertThatThrownBy(() -> new LakeRotation(engine, registry).abandon("exploitant"))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("went over");
      }

      assertThat(new LakeRotation(engine, registry).run("exploitant", step -> {}).to())
          .isEqualTo(2);
      isWhole(home, keys);
      JournalCheck.live(registry);
    }
  }

  private static void isWhole(Home home, KeyStore keys) throws IOException {
    LakeContent after = LakeContent.of(engine, home);
    assertThat(after.tables()).isEqualTo(before.tables());
    assertThat(after.pseudonyms())
        .hasSameSizeAs(before.pseudonyms())
        .doesNotContainAnyElementsOf(before.pseudonyms());
    assertThat(keys.list())
        .filteredOn(entry -> !entry.destroyed())
        .allSatisfy(entry -> assertThat(entry.versions()).hasSize(1));
    for (Path room : List.of(home.lake(), home.vault())) {
      try (Stream<Path> children = Files.list(room)) {
        assertThat(children.map(child -> child.getFileName().toString())).containsExactly("cle-2");
      }
    }
  }

  @Test
  void whatWasKilledBeforeReadersWentOverMayBeGivenUp() throws Exception {
    Home home = HomeCopy.of(template, directory.resolve("abandon"));
    KeyStore keys = KeyStore.open(home.keys());
    try (Registry registry = Registry.open(home)) {
      assertThatThrownBy(
              () ->
                  new LakeRotation(engine, registry)
                      .run(
                          "exploitant",
                          step -> {
                            if (step.startsWith("Table 3")) {
                              throw new IllegalStateException("stopped");
                            }
                          }))
          .hasMessage("stopped");
      assertThat(new Rotations(registry).unfinished()).isPresent();
      new LakeRotation(engine, registry).abandon("exploitant");
      assertThat(new Rotations(registry).unfinished()).isEmpty();
      assertThat(keys.versions(KeyName.LAKE)).containsExactly(1);
      assertThat(LakeContent.of(engine, home)).isEqualTo(before);
      ingest(registry, "formation.stagiaires", file);
    }
  }

  @Test
  void aTableWhoseKeyWasDestroyedDoesNotHoldUpTheOthers() throws Exception {
    Home home = HomeCopy.of(template, directory.resolve("destroyed"));
    KeyStore keys = KeyStore.open(home.keys());
    String dataset =
        before.tables().keySet().stream()
            .filter(name -> name.startsWith("quarantaine:"))
            .map(name -> name.substring(name.indexOf(':') + 1))
            .findFirst()
            .orElseThrow();
    keys.destroy(KeyName.data(dataset, "quarantaine"));
    try (Registry registry = Registry.open(home)) {
      LakeRotation.Rotated done = new LakeRotation(engine, registry).run("exploitant", step -> {});
      assertThat(done.tables())
          .hasSize(before.tables().size() - 1)
          .noneMatch(table -> table.room() == Room.QUARANTINE && table.dataset().equals(dataset));
    }
  }
}
