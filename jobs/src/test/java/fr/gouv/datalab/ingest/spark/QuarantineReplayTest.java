package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.doctor.ByteScan;
import fr.gouv.datalab.doctor.Needles;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.HomeCopy;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.producer.ProducerStage;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rotations.spark.LakeRotation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refused rows are judged again, and are then what an ingest would make of them now. */
class QuarantineReplayTest {
  private static final String DATASET = "siv.immatriculations";
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  @TempDir static Path directory;
  private static Home keysHome;
  private static Engine engine;
  private static Contract present;
  private static Path file;
  private static final Map<Path, Registry> REGISTRIES = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    keysHome = Home.of(directory.resolve("cles")).init();
    KeyStore keys = KeyStore.init(keysHome.keys());
    present = Catalogue.of(keysHome).dataset(DATASET);
    keys.create(KeyName.producer(present.producer()));
    engine = Engine.start(keysHome);
    assertThat(
            Datalab.run(
                "sample",
                "generate",
                "--scale",
                "0.0001",
                "--seed",
                "23",
                "--out",
                directory.resolve("files").toString()))
        .isZero();
    file = directory.resolve("files/interieur/immatriculations.csv");
  }

  @AfterAll
  static void stop() {
    engine.close();
    REGISTRIES.values().forEach(Registry::close);
  }

  /** The contract with a part of its text replaced: what it was before it was corrected. */
  private static Contract earlier(String... replacements) {
    try (InputStream in =
        Catalogue.class.getResourceAsStream("/catalogue/" + DATASET + "/dataset.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (int i = 0; i < replacements.length; i += 2) {
        assertThat(text).contains(replacements[i]);
        text = text.replace(replacements[i], replacements[i + 1]);
      }
      Path folder =
          Files.createDirectories(Files.createTempDirectory(directory, "avant").resolve(DATASET));
      return Catalogue.file(Files.writeString(folder.resolve("dataset.yaml"), text));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Values, conditions and direct identifiers that were held too strictly. */
  private static Contract stricter() {
    return earlier(
        "values: [ES, GO, EL, EH, EE,", "values: [ES, GO, EL,",
        "min: 1890-01-01", "min: 1950-01-01",
        "identities:",
            "rules:\n  - {name: puissance-faible, check: \"puissance_fiscale < 9\","
                + " reason: Trop.}\nidentities:");
  }

  private static Contract stricterByACondition() {
    return earlier(
        "identities:",
        "rules:\n  - {name: puissance-faible, check: \"puissance_fiscale < 7\", reason: Trop.}\n"
            + "identities:");
  }

  private static Home home(String name) throws IOException {
    return HomeCopy.of(keysHome, directory.resolve(name));
  }

  /** A copy of a home that the same delivery was ingested into: only the first copy ingests. */
  private static Home delivered(String name, Contract contract, String kept, Path delivery)
      throws IOException {
    Path template = directory.resolve("modele-" + kept);
    if (!Files.exists(template)) {
      Home made = HomeCopy.of(keysHome, template);
      try (Registry registry = Registry.open(made)) {
        new Intake(engine, made, registry).ingest(contract, List.of(delivery), "exploitant");
      }
    }
    return HomeCopy.of(Home.of(template), directory.resolve(name));
  }

  private static Registry registry(Home home) {
    return REGISTRIES.computeIfAbsent(home.path(), path -> Registry.open(home));
  }

  private static Intake intake(Home home) {
    return new Intake(engine, home, registry(home));
  }

  private static QuarantineReplay replay(Home home) {
    return new QuarantineReplay(engine, home, registry(home));
  }

  private static Delivery delivery(Home home) {
    List<Delivery> all = new Deliveries(registry(home)).of(DATASET);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static List<Row> rows(Home home, String room) {
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      Intake intake = intake(home);
      LakeTable table =
          switch (room) {
            case "lac" -> intake.lake(present, access);
            case "coffre" -> intake.vault(present, access);
            default -> intake.quarantine(present, access);
          };
      return table.exists() ? table.read().collectAsList() : List.of();
    }
  }

  private static List<String> texts(List<Row> rows, List<String> columns) {
    return rows.stream()
        .map(
            row ->
                columns.stream()
                    .map(column -> column + "=" + text(row.getAs(column)))
                    .collect(Collectors.joining("|")))
        .sorted()
        .toList();
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

  private static List<String> lake(Home home) {
    List<Row> rows = rows(home, "lac");
    return texts(rows, List.of(rows.get(0).schema().fieldNames()));
  }

  private static List<String> refused(Home home) {
    return texts(
        rows(home, "quarantaine"),
        List.of(
            "fichier", "ligne", "colonne", "regle", "motif", "identifiants", "valeurs", "liens"));
  }

  private static List<String> envelopes(Home home) {
    return texts(rows(home, "coffre"), List.of("_livraison", "identite", "cle"));
  }

  private static Path jsonLines(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv, WINDOWS);
    String[] names = lines.get(0).split(";", -1);
    List<String> json = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(";", -1);
      if (fields.length == names.length && !line.contains("\"")) {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
          String value =
              fields[i].matches("\\d\\d/\\d\\d/\\d{4}")
                  ? fields[i].substring(6)
                      + "-"
                      + fields[i].substring(3, 5)
                      + "-"
                      + fields[i].substring(0, 2)
                  : names[i].equals("co2") ? fields[i].replace(',', '.') : fields[i];
          object.append(i == 0 ? "" : ",").append("\"" + names[i] + "\":\"" + value + "\"");
        }
        json.add(object + "}");
      }
    }
    return Files.write(directory.resolve("immatriculations.jsonl"), json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl"})
  void whatPassesIsWhatAnIngestUnderThePresentContractWouldMake(String form) throws IOException {
    Path delivered = form.equals("csv") ? file : jsonLines(file);
    Home now = delivered("present-" + form, present, "present-" + form, delivered);
    Home home = delivered("strict-" + form, stricter(), "strict-" + form, delivered);
    Delivery before = delivery(home);
    assertThat(before.quarantined()).isGreaterThan(delivery(now).quarantined() + 100);
    assertThat(lake(home)).isNotEqualTo(lake(now));

    Replayed replayed = replay(home).run(present, delivery(home), "exploitant");

    System.out.println(replayed.text());
    assertThat(replayed.changed()).isTrue();
    assertThat(replayed.passed()).isEqualTo(before.quarantined() - delivery(now).quarantined());
    assertThat(delivery(home).accepted()).isEqualTo(delivery(now).accepted());
    assertThat(delivery(home).read())
        .isEqualTo(delivery(home).accepted() + delivery(home).quarantined());
    assertThat(lake(home)).isEqualTo(lake(now));
    assertThat(refused(home)).isEqualTo(refused(now));
    assertThat(envelopes(home)).isEqualTo(envelopes(now));

    // Again: it is judged again, and nothing changes.
    List<String> lake = lake(home);
    Replayed again = replay(home).run(present, delivery(home), "exploitant");
    assertThat(again.changed()).isFalse();
    assertThat(again.judged()).isEqualTo(replayed.stay());
    assertThat(lake(home)).isEqualTo(lake);
    assertThat(refused(home)).isEqualTo(refused(now));
    assertThat(intake(home).quarantine(present, delivery(home), 5).causes())
        .isEqualTo(intake(now).quarantine(present, delivery(now), 5).causes());
    JournalCheck.live(registry(home));
    assertNothingInClear(home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void aTokenisedRowPassesWhereAllOfItCame(String form) throws IOException {
    Home now = delivered("jetons-present-" + form, present, "present-csv", file);
    Contract before = stricterByACondition();
    Path tokens = directory.resolve("jetons-condition." + form);
    new ProducerStage(before, KeyStore.open(keysHome.keys()), 2).tokenize(file, tokens);
    Home home = home("jetons-strict-" + form);
    Ingested ingested = intake(home).ingest(before, List.of(tokens), "exploitant");

    Replayed replayed = replay(home).run(present, delivery(home), "exploitant");

    System.out.println(replayed.text());
    assertThat(replayed.passed())
        .isEqualTo(ingested.quarantined() - delivery(now).quarantined())
        .isPositive();
    String id = delivery(home).id();
    assertThat(lake(home))
        .isEqualTo(lake(now).stream().map(row -> row.replace(delivery(now).id(), id)).toList());
    assertThat(refused(home)).isEqualTo(refused(now));
    assertThat(replayed.notJudged())
        .anySatisfy(each -> assertThat(each.reason()).contains("producer's own stage"));
    assertThat(rows(home, "coffre")).hasSameSizeAs(rows(now, "coffre"));
  }

  @Test
  void aTokenisedRowWhoseValueWasRefusedAtTheProducersIsNotJudged() throws IOException {
    Contract before = stricter();
    Path tokens = directory.resolve("jetons-valeurs.csv");
    new ProducerStage(before, KeyStore.open(keysHome.keys()), 2).tokenize(file, tokens);
    Home home = home("jetons-valeurs");
    Ingested ingested = intake(home).ingest(before, List.of(tokens), "exploitant");
    List<String> lake = lake(home);
    Contract valuesOnly = earlier("min: 1890-01-01", "min: 1891-01-01");

    Replayed replayed = replay(home).run(valuesOnly, delivery(home), "exploitant");

    // Those of the condition alone came whole.
    assertThat(replayed.passed()).isPositive().isLessThan(ingested.quarantined() / 2);
    assertThat(lake(home)).containsAll(lake);
  }

  @Test
  void aKeyThatIsInTheLakeAlreadyStaysADuplicate() throws IOException {
    List<String> lines = Files.readAllLines(file, WINDOWS);
    List<String> names = List.of(lines.get(0).split(";", -1));
    int power = names.indexOf("puissance_fiscale");
    String[] good = line(lines, names, row -> row[power].equals("5"));
    good[power] = "30";
    String first = String.join(";", good);
    good[power] = "31";
    String second = String.join(";", good);
    good[power] = "6";
    String third = String.join(";", good);
    Path delivered = directory.resolve("doublons.csv");
    Files.write(delivered, List.of(lines.get(0), first, second, third), WINDOWS);
    Home home = home("doublons");
    intake(home).ingest(stricterByACondition(), List.of(delivered), "exploitant");
    Home without = home("sans-doublon");
    Path two = directory.resolve("deux.csv");
    Files.write(two, List.of(lines.get(0), first, second), WINDOWS);
    intake(without).ingest(stricterByACondition(), List.of(two), "exploitant");

    Replayed kept = replay(home).run(present, delivery(home), "exploitant");
    Replayed replayed = replay(without).run(present, delivery(without), "exploitant");

    assertThat(kept.passed()).isZero();
    assertThat(kept.changed()).as("they are refused for another reason now").isTrue();
    assertThat(rows(home, "quarantaine"))
        .extracting(row -> row.<String>getAs("regle"))
        .containsExactly("doublon", "doublon");
    assertThat(replayed.passed()).isEqualTo(1);
    assertThat(rows(without, "lac"))
        .extracting(row -> row.<Integer>getAs("puissance_fiscale"))
        .containsExactly(30);
    assertThat(rows(without, "quarantaine"))
        .extracting(row -> row.<String>getAs("regle"))
        .containsExactly("doublon");
  }

  private static String[] line(
      List<String> lines, List<String> names, java.util.function.Predicate<String[]> wanted) {
    return lines.stream()
        .skip(1)
        .filter(line -> !line.contains("\""))
        .map(line -> line.split(";", -1))
        .filter(
            row -> row.length == names.size() && row[names.indexOf("type_titulaire")].equals("P"))
        .filter(wanted)
        .skip(3)
        .findFirst()
        .orElseThrow();
  }

  /** A delivery of three rows: a wrong plate, a wrong number of fields, a good one. */
  private static Home threeRows(String name, List<String> lines, List<String> names)
      throws IOException {
    String[] wrong = line(lines, names, row -> true);
    wrong[0] = "II-000-OO";
    Path delivered = directory.resolve("trois.csv");
    Files.write(
        delivered,
        List.of(
            lines.get(0),
            String.join(";", wrong),
            "trop;court",
            String.join(";", line(lines, names, row -> row[0].endsWith("A")))),
        WINDOWS);
    Home home = delivered(name, present, "trois", delivered);
    Delivery three = delivery(home);
    assertThat(List.of(three.read(), three.accepted(), three.quarantined()))
        .containsExactly(3L, 1L, 2L);
    return home;
  }

  @Test
  void correctedRowsTakeThePlaceOfRefusedOnes() throws IOException {
    List<String> lines = Files.readAllLines(file, WINDOWS);
    List<String> names = List.of(lines.get(0).split(";", -1));
    Home home = threeRows("corrections", lines, names);
    String[] right = line(lines, names, row -> true);
    String[] other = line(lines, names, row -> row[0].endsWith("B"));
    other[names.indexOf("energie")] = "??";
    Path correction = directory.resolve("correction.csv");
    Files.write(
        correction,
        List.of(
            "_ligne;" + lines.get(0),
            "3;" + String.join(";", other),
            "2;" + String.join(";", right)),
        WINDOWS);

    Replayed replayed = replay(home).correct(present, delivery(home), 1, correction, "exploitant");
    Replayed again = replay(home).correct(present, delivery(home), 1, correction, "exploitant");

    assertThat(replayed.text()).contains("3 read = 2 accepted + 1 quarantined");
    assertThat(again.changed()).isFalse();
    assertThat(rows(home, "lac")).hasSize(2);
    Row stays = rows(home, "quarantaine").get(0);
    assertThat(stays.<Long>getAs("ligne")).isEqualTo(3);
    assertThat(stays.<String>getAs("regle")).isEqualTo("liste");
    Contract wider = earlier("values: [ES, GO, EL, EH,", "values: [\"??\", ES, GO, EL, EH,");
    assertThat(replay(home).run(wider, delivery(home), "exploitant").text())
        .as("the corrected row was kept in its place")
        .contains("3 read = 3 accepted + 0 quarantined");
    assertThat(rows(home, "quarantaine")).isEmpty();
    assertNothingInClear(home);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2|4|line 3: it corrects a line of file 1 of delivery
          2|2|line 3: it corrects a line that another row of it corrects already
          2||line 3: it has no line of the delivery in its column _ligne
          2|x|line 3: it has no line of the delivery in its column _ligne
          """)
  void aCorrectionWithAWrongLineIsRefusedWhole(String first, String second, String sentence)
      throws IOException {
    List<String> lines = Files.readAllLines(file, WINDOWS);
    List<String> names = List.of(lines.get(0).split(";", -1));
    Home home = threeRows("fausses-" + second, lines, names);
    Path correction = directory.resolve("fausse.csv");
    Files.write(
        correction,
        List.of(
            "_ligne;" + lines.get(0),
            first + ";" + String.join(";", line(lines, names, row -> true)),
            (second == null ? "" : second)
                + ";"
                + String.join(";", line(lines, names, row -> row[0].endsWith("C")))),
        WINDOWS);
    List<String> refused = refused(home);

    assertThatThrownBy(
            () -> replay(home).correct(present, delivery(home), 1, correction, "exploitant"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(sentence)
        .hasMessageEndingWith("Nothing was corrected.");

    assertThat(refused(home)).isEqualTo(refused);
    assertThat(rows(home, "lac")).hasSize(1);
  }

  @Test
  void aCorrectionWithoutLinesOrTokenisedIsRefused() throws IOException {
    List<String> lines = Files.readAllLines(file, WINDOWS);
    List<String> names = List.of(lines.get(0).split(";", -1));
    Home home = threeRows("sans-ligne", lines, names);
    Path tokens = directory.resolve("jetons-correction.csv");
    new ProducerStage(present, KeyStore.open(keysHome.keys()), 2).tokenize(file, tokens);

    assertThatThrownBy(() -> replay(home).correct(present, delivery(home), 1, file, "x"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("_ligne");
    assertThatThrownBy(() -> replay(home).correct(present, delivery(home), 1, tokens, "x"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("tokenised");
    Path nowhere = directory.resolve("nulle-part.csv");
    assertThatThrownBy(() -> replay(home).correct(present, delivery(home), 1, nowhere, "x"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("There is no file");
  }

  @Test
  void rowsAreJudgedAgainAfterTheLakesKeyWasChanged() throws IOException {
    Home now = delivered("rotation-present", present, "present-csv", file);
    Home home = delivered("rotation", stricter(), "strict-csv", file);
    new LakeRotation(engine, registry(home)).run("exploitant", step -> {});
    new LakeRotation(engine, registry(now)).run("exploitant", step -> {});

    replay(home).run(present, delivery(home), "exploitant");

    assertThat(delivery(home).accepted()).isEqualTo(delivery(now).accepted());
    List<String> clear = List.of("marque", "date_certificat", "code_commune", "_lien_titulaire");
    assertThat(texts(rows(home, "lac"), clear)).isEqualTo(texts(rows(now, "lac"), clear));
    assertThat(rows(home, "lac").stream().map(row -> text(row.getAs("immatriculation"))).distinct())
        .hasSize((int) delivery(home).accepted());
  }

  private static void assertNothingInClear(Home home) throws IOException {
    ByteScan.Result scan =
        new ByteScan(Needles.ofTruth(directory.resolve("files/truth")))
            .run(List.of(home.path()), path -> true);
    assertThat(scan.findings()).isEmpty();
    assertThat(scan.files()).isPositive();
  }
}
