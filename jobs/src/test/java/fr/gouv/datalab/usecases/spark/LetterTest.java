package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.OwnProcess;
import fr.gouv.datalab.doctor.ByteScan;
import fr.gouv.datalab.doctor.Needles;
import fr.gouv.datalab.effects.Effect;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.spark.Intake;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.letters.PostalLines;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.mailings.spark.ListTable;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Oppositions;
import fr.gouv.datalab.rights.PersonFile;
import fr.gouv.datalab.rotations.spark.LakeRotation;
import fr.gouv.datalab.sample.LaterGeneration;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.mail.Renewal;
import fr.gouv.datalab.vault.RecipientPair;
import fr.gouv.datalab.warrants.OpenedFile;
import fr.gouv.datalab.warrants.Warrant;
import fr.gouv.datalab.warrants.WarrantFile;
import fr.gouv.datalab.warrants.WarrantRequest;
import fr.gouv.datalab.warrants.WarrantState;
import fr.gouv.datalab.warrants.WarrantStore;
import fr.gouv.datalab.warrants.spark.WarrantExecution;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The letter of the households with two combustion cars, from the list to its effect, on the
 * sample.
 */
class LetterTest {
  private static final double SCALE = 0.001;
  private static final long SEED = 23;
  private static final String USE_CASE = "vehicules-foyers";
  private static final String CONVENTION = "CONV-2026-001";
  private static final String ANALYST = "analyste@dinum";
  private static final LocalDate AS_OF = LocalDate.of(2026, 1, 1);
  private static final RecipientPair PRINTER = RecipientPair.draw();

  @TempDir static Path directory;
  private static Path files;
  private static Home home;
  private static Registry registry;
  private static Engine engine;
  private static MailingList list;
  private static MailingList again;
  private static WarrantExecution.Executed executed;
  private static List<List<String>> letters;
  private static LaterGeneration.Later later;
  private static EffectMeasure measure;

  @BeforeAll
  static void playTheWholeStory() throws IOException {
    files = directory.resolve("files");
    SampleLake.generate(files, SCALE);
    home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    engine = Engine.start(home);
    SampleLake.fillVehicles(engine, registry, files);
    list = draw(OptionalLong.of(20260101));
    again = draw(OptionalLong.of(20260101));
    Warrant warrant = approved(list);
    new LakeRotation(engine, registry).run("exploitant", step -> {});
    opposeHoldersOfThreeCars();
    executed = execute(warrant.id());
    Path opened = directory.resolve("printer");
    OpenedFile.into(executed.file(), PRINTER, opened);
    letters =
        Files.readAllLines(opened.resolve("lettres.csv")).stream()
            .skip(1)
            .map(line -> List.of(line.split(",", -1)))
            .toList();
    Path suite = directory.resolve("suite");
    later =
        new LaterGeneration(SEED, SCALE, Format.CSV).write(suite, opened.resolve("lettres.csv"), 2);
    new Intake(engine, home, registry)
        .ingest(
            Catalogue.of(home).dataset("siv.immatriculations"),
            List.of(suite.resolve("interieur/immatriculations.csv")),
            "exploitant");
    measure =
        new DraftRelease(engine, registry)
            .effect(
                USE_CASE, CONVENTION, LocalDate.of(2026, 7, 1), Optional.empty(), ANALYST, x -> {});
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  private static MailingList draw(OptionalLong seed) {
    return new ListDraw(engine, registry).draw(USE_CASE, CONVENTION, AS_OF, seed, ANALYST, x -> {});
  }

  private static Warrant approved(MailingList of) {
    WarrantStore warrants = new WarrantStore(registry);
    String id =
        warrants
            .request(
                new WarrantRequest(
                    CONVENTION, USE_CASE, of.id(), PRINTER.recipient(), Optional.empty(), "Envoi"),
                ANALYST)
            .id();
    warrants.approve(id, "juriste@dinum", null);
    return warrants.approve(id, "administrateur@dgfip", null);
  }

  private static WarrantExecution.Executed execute(String id) throws IOException {
    return new WarrantExecution(engine, registry, x -> {})
        .execute(id, ANALYST, KeyStore.open(home.keys()));
  }

  private static void opposeHoldersOfThreeCars() throws IOException {
    Map<String, Long> held =
        Files.readAllLines(files.resolve("truth/liens.csv")).stream()
            .skip(1)
            .collect(Collectors.groupingBy(line -> line.split(",")[0], Collectors.counting()));
    PersonFile persons = new PersonFile(KeyStore.open(home.keys()));
    List<String> spi =
        held.entrySet().stream()
            .filter(e -> e.getValue() == 3)
            .map(Map.Entry::getKey)
            .sorted()
            .limit(25)
            .toList();
    for (String each : spi) {
      new Oppositions(registry)
          .record(
              persons.read(new StringReader("spi," + each + "\n")),
              Optional.of(CONVENTION),
              "juriste@dinum");
    }
  }

  private static Dataset<Row> rows(ListTable table) {
    return table.rows(list);
  }

  @Test
  void everyListedHouseholdIsALetterOrIsCounted() {
    Warrant.Figures figures = executed.warrant().execution().orElseThrow().figures();
    assertThat(figures.letters()).isEqualTo(letters.size()).isGreaterThan(1_000);
    assertThat(figures.letters() + figures.unfit() + figures.absent() + figures.opposed())
        .isEqualTo(list.treated());
    assertThat(figures.absent()).isZero();
    assertThat(figures.opposed()).isBetween(1L, 25L);
    assertThat(figures.unfit()).isLessThan(list.treated() / 100);
    assertThat(executed.reasons().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(figures.unfit());
  }

  @Test
  void everyLetterReachesOneHousehold() {
    assertThat(later.letters()).isEqualTo(letters.size());
    assertThat(later.reached()).isBetween(later.letters(), later.letters() + 3);
  }

  @Test
  void everyLineMeetsTheStandard() {
    for (List<String> letter : letters) {
      assertThat(letter).hasSize(7);
      List<String> lines = letter.subList(1, 7);
      assertThat(lines).allMatch(line -> line.length() <= PostalLines.LONGEST);
      assertThat(lines.get(0)).matches("(M|MME) [A-Z' -]+");
      assertThat(lines.subList(3, 6)).allMatch(line -> line.matches("([A-Z0-9]+( [A-Z0-9]+)*)?"));
      assertThat(lines.get(3) + lines.get(4)).isNotEmpty();
      assertThat(lines.get(5)).matches("\\d{5} [A-Z0-9 ]+");
    }
    assertThat(letters.stream().map(letter -> letter.subList(1, 7)).collect(Collectors.toSet()))
        .as("one letter a household")
        .hasSize(letters.size());
  }

  @Test
  void chanceSetsAsideTheSameShareOfEachStratumAndNobodyIsInBothGroups() {
    try (ListTable table = ListTable.open(engine, home, CONVENTION)) {
      Dataset<Row> units = rows(table).select("unite", "groupe", "strate").distinct();
      assertThat(units.select("unite").distinct().count()).isEqualTo(units.count());
      for (Row stratum :
          units
              .groupBy("strate")
              .agg(
                  functions.count(functions.lit(1)).as("n"),
                  functions.count_if(functions.col("groupe").equalTo("TEMOIN")).as("temoins"))
              .collectAsList()) {
        assertThat(stratum.getLong(2)).isEqualTo(Math.round(stratum.getLong(1) * 0.2));
      }
      assertThat(rows(table).where("groupe = 'TEMOIN' AND personne IS NOT NULL").count()).isZero();
    }
  }

  @Test
  void theSeedGivesTheSameListWhichChangesNothing() {
    assertThat(again).isEqualTo(list);
    assertThat(journaled("\"seed\":\"20260101\"")).isEqualTo(1);
  }

  @Test
  void aListWhoseRowsWereAlteredIsNotExecuted() throws IOException {
    MailingList other = draw(OptionalLong.of(99));
    assertThat(other.id()).isNotEqualTo(list.id());
    String id = approved(other).id();
    try (ListTable table = ListTable.open(engine, home, CONVENTION)) {
      assertThat(table.isIntact(other)).isTrue();
      Dataset<Row> one =
          table
              .rows(other)
              .where("groupe = 'TEMOIN'")
              .limit(1)
              .withColumn("groupe", functions.lit("COURRIER"));
      table.add(other.id(), one.select("unite", "groupe", "strate", "rang", "personne"));
      assertThat(table.isIntact(other)).isFalse();
    }
    assertThatThrownBy(() -> execute(id))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("not the one that was approved");
    assertThat(home.mailings().resolve(id).resolve("courrier.scelle.part")).doesNotExist();
  }

  /** The whole story's warrant was approved before the lake's key was changed. */
  @Test
  void aListFollowsAChangeOfTheLakesKey() {
    MailingList now = new MailingLists(registry).named(list.id());
    assertThat(now.content()).isNotEqualTo(list.content());
    assertThat(now.lakeKey()).isEqualTo(list.lakeKey() + 1);
    try (ListTable table = ListTable.open(engine, home, CONVENTION)) {
      assertThat(table.isIntact(now)).isTrue();
      assertThat(table.isIntact(list)).as("its pseudonyms are others").isFalse();
    }
    assertThat(journaled("\"verb\":\"mailing.rekey\"")).isEqualTo(1);
    assertThat(letters).isNotEmpty();
  }

  private enum Moment {
    THE_FILE_IS_BEING_WRITTEN,
    THE_REGISTRY_SAYS_EXECUTED;

    boolean isNow(String warrant) {
      return switch (this) {
        case THE_FILE_IS_BEING_WRITTEN ->
            Files.exists(home.mailings().resolve(warrant).resolve("courrier.scelle.part"));
        case THE_REGISTRY_SAYS_EXECUTED ->
            new WarrantStore(registry).show(warrant).state() == WarrantState.EXECUTED;
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void anExecutionThatIsKilledLeavesNothingThatOpensOrAllOfIt(Moment moment) throws Exception {
    MailingList other = draw(OptionalLong.of(7 + moment.ordinal()));
    String id = approved(other).id();
    Path log = directory.resolve(moment + ".log");
    int exit =
        OwnProcess.start(home, log, ANALYST, "warrant", "execute", id)
            .endWhen(() -> moment.isNow(id));
    // Once the registry says so, little is left to do: it may have ended by itself.
    assertThat(exit)
        .as(Files.readString(log))
        .isIn(
            moment == Moment.THE_REGISTRY_SAYS_EXECUTED
                ? List.of(0, OwnProcess.KILLED)
                : List.of(OwnProcess.KILLED));

    Path part = home.mailings().resolve(id).resolve("courrier.scelle.part");
    Path opened = directory.resolve(moment + "-imprimeur");
    Warrant left = new WarrantStore(registry).show(id);
    if (moment == Moment.THE_FILE_IS_BEING_WRITTEN) {
      assertThat(left.state()).isEqualTo(WarrantState.APPROVED);
      assertThat(part).exists();
      assertThatThrownBy(() -> OpenedFile.into(part, PRINTER, opened))
          .as("noise to its recipient too")
          .isInstanceOf(Exception.class);
      noNameStandsInTheHome();
    }
    Path file =
        left.state() == WarrantState.EXECUTED
            ? new WarrantFile(home, id).settle(registry, left).orElseThrow()
            : execute(id).file();
    OpenedFile.into(file, PRINTER, opened);
    Warrant done = new WarrantStore(registry).show(id);
    assertThat(Files.readAllLines(opened.resolve("lettres.csv")))
        .hasSize((int) done.execution().orElseThrow().figures().letters() + 1);
    assertThat(part).doesNotExist();
    assertThatThrownBy(() -> execute(id)).hasMessageContaining("is EXECUTED");
  }

  @Test
  void aWarrantIsExecutedOnce() {
    assertThatThrownBy(() -> execute(executed.warrant().id()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is EXECUTED");
  }

  @Test
  void theIntervalCoversTheTrueEffectAndIsInTheReport() throws IOException {
    Effect effect = measure.effect().orElseThrow();
    assertThat(effect.treated().units()).isEqualTo(list.treated());
    assertThat(effect.control().units()).isEqualTo(list.control());
    assertThat(effect.interval(1 - 1e-7).contains(Renewal.EFFECT))
        .as(
            "%s: the lot is drawn anew each time, and only a wrong measure misses by so much",
            measure.words())
        .isTrue();
    assertThat(effect.interval().contains(0)).as("%s", measure.words()).isFalse();
    Path draft = home.releases().resolve(measure.drafted().release());
    try (var found = Files.walk(draft)) {
      String all =
          found
              .filter(Files::isRegularFile)
              .filter(f -> f.toString().endsWith(".json") || f.toString().endsWith(".html"))
              .map(LetterTest::text)
              .collect(Collectors.joining());
      assertThat(all).contains("intervalle de confiance à 99");
    }
  }

  @Test
  void noNameStandsInTheHome() throws IOException {
    ByteScan.Result result =
        new ByteScan(
                Needles.ofTruths(List.of(files.resolve("truth"), directory.resolve("suite/truth"))))
            .run(List.of(home.path()), path -> !isLocked(path));
    assertThat(result.findings()).isEmpty();
    assertThat(result.files()).isPositive();
  }

  /** A file that is opened and closed here gives up the locks that this process has on it. */
  private static boolean isLocked(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("registry") || name.endsWith(".lock");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long journaled(String text) {
    return registry.read(
        tx ->
            tx.number("select count(*) from journal_record where record like ?", "%" + text + "%"));
  }
}
