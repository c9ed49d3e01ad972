package fr.gouv.datalab.rotations.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.gate.Gate;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.gate.spark.GatedLake;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.spark.Intake;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.pseudonyms.spark.Pseudonyms;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.usecases.spark.SampleLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake's key is changed under a whole sample, with readers and writers around. */
class LakeRotationTest {
  private static final String STAGIAIRES = "formation.stagiaires";
  private static final String CONTRATS = "dsn.contrats";

  @TempDir static Path directory;
  private static Path files;
  private static Home home;
  private static Engine engine;
  private static Registry registry;
  private static KeyStore keys;

  @BeforeAll
  static void ingestEverything() {
    files = directory.resolve("files");
    SampleLake.generate(files, 0.0002);
    home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    engine = Engine.start(home);
    SampleLake.fill(engine, registry, files);
    keys = KeyStore.open(home.keys());
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  private static GatedLake open() {
    UseCaseRequest request =
        new UseCaseRequest(
            "performance-formations", Map.of(STAGIAIRES, List.of("nir"), CONTRATS, List.of("nir")));
    return GatedLake.open(
        engine, registry, new Gate(registry).open("CONV-2026-002", request, "analyste@dinum"));
  }

  private static Set<String> people(GatedLake lake, String dataset) {
    return lake.dataset(dataset).select("nir").na().drop().distinct().collectAsList().stream()
        .map(row -> HexFormat.of().formatHex((byte[]) row.get(0)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> both(GatedLake lake) {
    Set<String> both = people(lake, STAGIAIRES);
    both.retainAll(people(lake, CONTRATS));
    return both;
  }

  private static List<String> filesUnder(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList();
    }
  }

  private List<String> acts() {
    return registry.read(
        tx ->
            tx.list(
                "select record from journal_record order by sequence",
                row -> row.getString(1).replaceAll(".*\"verb\":\"([^\"]*)\".*", "$1")));
  }

  @Test
  void everyTableGoesOverAtOneInstantAndNothingOfTheOldKeyStays() throws IOException {
    LakeContent before = LakeContent.of(engine, home);
    assertThat(before.tables().keySet())
        .contains(
            "lac:siv.immatriculations", "coffre:dgfip.declarants", "quarantaine:dsn.contrats");
    int from = keys.current(KeyName.LAKE);
    byte[] oldSecret = keys.secret(KeyName.LAKE, "pseudonym");
    List<String> seen = new ArrayList<>();
    GatedLake early = open();
    Set<String> oldPeople = both(early);
    Dataset<Row> planned = early.dataset(CONTRATS);
    assertThat(oldPeople).isNotEmpty();

    LakeRotation.Rotated done =
        new LakeRotation(engine, registry)
            .run(
                "exploitant",
                step -> {
                  seen.add(step);
                  if (step.startsWith("Table 2")) {
                    readersStillReadTheOldOne(oldPeople);
                    nobodyElseWrites();
                  }
                });

    assertThat(seen).hasSizeGreaterThan(before.tables().size());
    assertThat(done.tables()).hasSameSizeAs(before.tables().keySet());
    LakeContent after = LakeContent.of(engine, home);
    assertThat(after.tables()).isEqualTo(before.tables());
    assertThat(after.pseudonyms())
        .hasSameSizeAs(before.pseudonyms())
        .doesNotContainAnyElementsOf(before.pseudonyms());

    assertThat(keys.versions(KeyName.LAKE)).containsExactly(from + 1);
    assertThat(keys.secret(KeyName.LAKE, "pseudonym")).isNotEqualTo(oldSecret);
    assertThat(keys.list())
        .allSatisfy(entry -> assertThat(entry.versions().size()).isLessThanOrEqualTo(1));
    for (Path root : List.of(home.lake(), home.vault())) {
      assertThat(filesUnder(root))
          .isNotEmpty()
          .allMatch(file -> file.startsWith("cle-" + done.to()));
    }

    assertThatThrownBy(planned::count).isNotNull();
    assertThatThrownBy(() -> early.dataset(CONTRATS))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("open it again");
    early.close();
    try (GatedLake late = open()) {
      assertThat(both(late)).hasSameSizeAs(oldPeople).doesNotContainAnyElementsOf(oldPeople);
    }

    assertThat(acts())
        .containsSubsequence(
            "keys.rotate.begin", "keys.rotate.table", "keys.rotate.switch", "keys.rotate.end");
    JournalCheck.live(registry);
    theLakeGrowsUnderTheNewKey();
  }

  private void readersStillReadTheOldOne(Set<String> oldPeople) {
    try (GatedLake meanwhile = open()) {
      assertThat(both(meanwhile)).isEqualTo(oldPeople);
    }
  }

  private void nobodyElseWrites() {
    assertThatThrownBy(() -> ingestAgain())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("keys rotate");
    assertThatThrownBy(() -> new LakeRotation(engine, registry).run("autre", step -> {}))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another process");
  }

  private void ingestAgain() {
    new Intake(engine, home, registry)
        .ingest(
            Catalogue.of(home).dataset("siv.immatriculations"),
            List.of(files.resolve("interieur/immatriculations.csv")),
            "exploitant");
  }

  /** A later delivery of the same persons meets them under the new pseudonyms. */
  private void theLakeGrowsUnderTheNewKey() throws IOException {
    Path delivery = directory.resolve("more.csv");
    List<String> lines = Files.readAllLines(files.resolve("gip-mds/contrats.csv"));
    Files.write(delivery, lines.subList(0, lines.size() / 2));
    try (GatedLake lake = open()) {
      Set<String> all = people(lake, CONTRATS);
      new Intake(engine, home, registry)
          .ingest(Catalogue.of(home).dataset(CONTRATS), List.of(delivery), "exploitant");
      try (GatedLake later = open()) {
        assertThat(people(later, CONTRATS)).isEqualTo(all);
      }
    }
  }

  /** Every binary value of every dataset and column, as two conventions' projects see it. */
  @Test
  void noValueIsSharedByTwoProjects() {
    Set<String> first = projectValues("CONV-2026-001");
    Set<String> second = projectValues("CONV-2026-002");
    assertThat(first).hasSizeGreaterThan(10_000).hasSameSizeAs(second);
    assertThat(first).doesNotContainAnyElementsOf(second);
  }

  private Set<String> projectValues(String convention) {
    KeyStore.open(home.keys()).create(KeyName.project(convention));
    Pseudonyms pseudonyms = new Pseudonyms(home.keys().toString());
    Set<String> values = new HashSet<>();
    Deliveries deliveries = new Deliveries(registry);
    for (Contract contract : Catalogue.of(home).list()) {
      if (deliveries.of(contract.dataset()).isEmpty()) {
        continue;
      }
      List<Column> columns = new ArrayList<>();
      contract.lakeColumns().stream()
          .filter(fr.gouv.datalab.catalogue.Column::isIdentifier)
          .forEach(
              column -> columns.add(pseudonyms.project(convention, functions.col(column.name()))));
      try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
        String address = LakePlaces.of(home, access).table(contract.dataset());
        for (Row row :
            new LakeTable(engine.session(), access, address, Families.of(contract))
                .read()
                .select(columns.toArray(Column[]::new))
                .collectAsList()) {
          for (int i = 0; i < row.size(); i++) {
            if (!row.isNullAt(i)) {
              values.add(HexFormat.of().formatHex((byte[]) row.get(i)));
            }
          }
        }
      }
    }
    return values;
  }

  @Test
  void thereIsNothingToGiveUpWhenNothingWasBegun() {
    assertThatThrownBy(() -> new LakeRotation(engine, registry).abandon("exploitant"))
        .isInstanceOf(UsageException.class);
  }
}
