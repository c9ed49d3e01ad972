package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyEntry;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.linkage.MisspelledPeople;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar under a real {@code spark-submit}, on the same lake as {@code datalab run}. */
class SparkSubmitIT {
  private static final String PERSON = "analyste@dinum";

  @TempDir static Path directory;
  private static SparkSubmit spark;
  private static Home home;
  private static Path events;

  @BeforeAll
  static void fillALake() throws IOException {
    assumeTrue(
        SparkSubmit.installed().isPresent(),
        "PySpark's distribution is not in .datalab-build/venv: ./verify installs it");
    spark = SparkSubmit.installed().orElseThrow();
    events = Files.createDirectory(directory.resolve("events"));
    SampleLake.generate(directory.resolve("files"), 0.0003);
    home = Home.of(directory.resolve("home")).init();
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      SampleLake.fill(engine, registry, directory.resolve("files"));
    }
  }

  @Test
  void draftsTheSameReleaseAsTheCommandAndSaysNothingMoreWhateverIsAskedOfSpark() throws Exception {
    String[] words = run("performance-formations", "CONV-2026-002");
    String here = here(words);
    List<String> before = names(home.tmp());
    SparkSubmit.Said there = spark.run(directory, undoing(), words);
    assertThat(there.exit()).as(there.err()).isZero();
    assertThat(withoutRelease(there.out())).isEqualTo(withoutRelease(here));
    assertThat(files(release(there.out()))).isNotEmpty().isEqualTo(files(release(here)));
    saysNothing(there);
    assertThat(names(home.tmp())).isEqualTo(before);
    assertThat(events).isEmptyDirectory();
  }

  @Test
  void linksAsTheCommandDoes() throws Exception {
    MisspelledPeople people = new MisspelledPeople(1, 0.2);
    List<String[]> originals = people.originals(300);
    Path spec =
        Files.writeString(
            directory.resolve("LINK.yaml"),
            """
            id: rec_id
            columns:
              nomNaissance: surname
              prenoms: given_name
              dateNaissance: date_of_birth
              communeNaissance: suburb
            threshold: 0.9
            """);
    String[] words = {
      "link",
      people("A.csv", originals),
      people("B.csv", people.duplicates(originals)),
      "--spec",
      spec.toString(),
      "--home",
      home.toString(),
      "--out",
      directory.resolve("here.csv").toString()
    };
    here(words);
    words[words.length - 1] = directory.resolve("there.csv").toString();
    SparkSubmit.Said there = spark.run(directory, List.of(), words);
    assertThat(there.exit()).as(there.err()).isZero();
    for (String file : List.of("here.csv", "there.csv")) {
      Set<String> linked = pairs(file);
      linked.remove("left,right");
      assertThat(linked).as(file).hasSizeGreaterThan(200);
      linked.removeIf(pair -> pair.matches("rec-(\\d+)-org,rec-\\1-dup-0"));
      assertThat(linked).as("what links two persons in " + file).hasSizeLessThan(3);
    }
  }

  /**
   * Without their probabilities: each run draws its own keys, and with them the pairs it learns on.
   */
  private static Set<String> pairs(String file) throws IOException {
    Set<String> pairs = new TreeSet<>();
    for (String line : Files.readAllLines(directory.resolve(file))) {
      pairs.add(line.substring(0, line.lastIndexOf(',')));
    }
    return pairs;
  }

  private static String people(String name, List<String[]> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(String.join(",", MisspelledPeople.COLUMNS)));
    rows.forEach(row -> lines.add(String.join(",", row)));
    return Files.write(directory.resolve(name), lines).toString();
  }

  private static String here(String... words) {
    StringWriter said = new StringWriter();
    assertThat(Datalab.run(new PrintWriter(said), new PrintWriter(said), words))
        .as(said.toString())
        .isZero();
    return said.toString();
  }

  /** What an operator could ask of Spark that would undo a promise of the house. */
  private static List<String> undoing() {
    return List.of(
        "--verbose",
        "--conf",
        "spark.log.level=ALL",
        "--conf",
        "spark.eventLog.enabled=true",
        "--conf",
        "spark.eventLog.dir=" + events.toUri(),
        "--conf",
        "spark.io.encryption.enabled=false",
        "--conf",
        "spark.hadoop.parquet.crypto.factory.class=org.example.None");
  }

  private static void saysNothing(SparkSubmit.Said said) {
    assertThat(said.err()).doesNotContain("SparkContext:", "DAGScheduler:", "TaskSetManager:");
    for (byte[] secret : secrets()) {
      assertThat(said.all())
          .doesNotContain(HexFormat.of().formatHex(secret))
          .doesNotContain(Base64.getEncoder().encodeToString(secret));
    }
  }

  @Test
  void refusesAnotherPurposeWithItsArticle() throws Exception {
    SparkSubmit.Said said =
        spark.run(directory, List.of(), run("vehicules-foyers", "CONV-2026-002"));
    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.err()).contains("refused by convention CONV-2026-002, article 1");
  }

  @Test
  void refusesAMasterWhoseExecutorsCouldNotHaveTheKeys() throws Exception {
    SparkSubmit.Said said =
        spark.run(
            directory,
            List.of("--master", "spark://127.0.0.1:9"),
            run("vehicules-foyers", "CONV-2026-001"));
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("spark://127.0.0.1:9").contains("local[");
  }

  @Test
  void theJarHasNoClassThatTheDistributionBrings() throws IOException {
    Set<String> ours = classes(spark.jar());
    assertThat(ours)
        .contains(
            "fr/gouv/datalab/cli/Datalab.class", "io/delta/sql/DeltaSparkSessionExtension.class");
    for (Path jar : spark.itsOwnJars()) {
      Set<String> both = classes(jar);
      both.retainAll(ours);
      assertThat(both).as(jar.getFileName().toString()).isEmpty();
    }
  }

  private static String[] run(String useCase, String convention) {
    return new String[] {
      "run",
      useCase,
      "--convention",
      convention,
      "--as-of",
      "2026-01-01",
      "--home",
      home.toString(),
      "--user",
      PERSON
    };
  }

  private static String release(String said) {
    return said.replaceAll("(?s).*The draft is (REL-\\d+-\\d+).*", "$1");
  }

  private static String withoutRelease(String said) {
    return said.replaceAll("REL-\\d+-\\d+", "REL");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  private static Map<String, String> files(String release) throws IOException {
    Path folder = home.releases().resolve(release);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        // The seal is drawn anew for each draft.
        if (!file.endsWith("sceau")) {
          files.put(
              folder.relativize(file).toString(), Files.readString(file, StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }

  /** Every key that a run opens, as the code that uses it gets it. */
  private static List<byte[]> secrets() {
    KeyStore store = KeyStore.open(home.keys());
    List<byte[]> secrets = new ArrayList<>();
    for (KeyEntry key : store.list()) {
      switch (key.purpose()) {
        case TOKEN -> secrets.add(store.tokenKey(key.name()).getEncoded());
        case SECRET -> {
          secrets.add(store.secret(key.name(), "lake"));
          secrets.add(store.secret(key.name(), "pseudonym"));
        }
        case SIGNATURE, VAULT -> {}
      }
    }
    assertThat(secrets).hasSizeGreaterThan(10);
    return secrets;
  }

  private static Set<String> classes(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Set<String> classes = new TreeSet<>();
      file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .filter(name -> !name.endsWith("module-info.class"))
          .forEach(classes::add);
      return classes;
    }
  }
}
