package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keyservice.GateServer;
import fr.gouv.datalab.keyservice.KeyService;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import fr.gouv.datalab.tokens.TokenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jobs on a real cluster of two workers. Their home has the lake and its configuration, and no key:
 * every key comes from the gate.
 */
class ClusterIT {
  private static final String PERSON = "analyste@dinum";
  private static final String SECRET = "datalab-job";
  private static final String DATASET = "siv.immatriculations";
  private static final String PRODUCER = "administrateur@interieur";

  @TempDir static Path directory;
  private static SparkSubmit spark;
  private static StandaloneCluster cluster;
  private static Home home;
  private static Home jobs;
  private static Registry registry;
  private static ServerCertificate certificate;
  private static GateServer gate;
  private static Path token;
  private static Path events;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        SparkSubmit.installed().isPresent(),
        "PySpark's distribution is not in .datalab-build/venv: ./verify installs it");
    spark = SparkSubmit.installed().orElseThrow();
    events = Files.createDirectory(directory.resolve("events"));
    SampleLake.generate(directory.resolve("files"), 0.0003);
    home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    try (Engine engine = Engine.start(home)) {
      SampleLake.fill(engine, registry, directory.resolve("files"));
    }
    certificate = ServerCertificate.in(home.keys(), "gate", "localhost");
    openGate(0);
    jobs = jobsHome();
    cluster = StandaloneCluster.start(spark, directory.resolve("cluster"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (gate != null) {
      gate.close();
    }
    if (registry != null) {
      registry.close();
    }
  }

  private static void openGate(int port) {
    KeyService service =
        new KeyService(
            registry,
            KeyStore.open(home.keys()),
            new TokenStore(registry),
            new KeyService.Terms(Duration.ofSeconds(60), Duration.ofSeconds(1)));
    gate = GateServer.open(service, certificate, "localhost", port, GateServer.Limits.USUAL);
  }

  /** A home with the lake, the registry and the releases of the other, and without its keys. */
  private static Home jobsHome() throws IOException {
    Home made = Home.of(directory.resolve("jobs")).init();
    token = made.path().resolve("gate-token");
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, new TokenStore(registry).issue(PERSON, Duration.ofDays(1)).secret());
    Files.copy(certificate.certificate(), made.path().resolve("gate.pem"));
    Files.writeString(
        made.configurationFile(),
        ClusterPage.configuration()
            .replaceAll("jdbc:postgresql:[^\"]*", "jdbc:sqlite:" + home.registry())
            .replaceAll("hdfs:\\S*", home.lake().toUri().toString())
            .replace("https://gate.example:32020", url()));
    Files.delete(made.releases());
    Files.createSymbolicLink(made.releases(), home.releases());
    assertThat(made.keys()).isEmptyDirectory();
    return made;
  }

  private static String url() {
    return "https://localhost:" + gate.port();
  }

  @ParameterizedTest
  @CsvSource({"vehicules-foyers, CONV-2026-001", "performance-formations, CONV-2026-002"})
  void draftsTheSameBytesAsInOneProcess(String useCase, String convention) throws Exception {
    String here = here(run(useCase, convention, home));
    SparkSubmit.Said there =
        spark.run(directory, cluster.options(), run(useCase, convention, jobs));
    assertThat(there.exit()).as(there.err()).isZero();
    assertThat(withoutRelease(there.out())).isEqualTo(withoutRelease(here));
    assertThat(files(release(there.out()))).isNotEmpty().isEqualTo(files(release(here)));
    assertThat(there.all()).doesNotContain(SECRET + "_");
    assertThat(said(cluster.room())).as("logs and settings of the executors").isEmpty();
    assertThat(journaled("gate.key")).isPositive();
    assertThat(journaled("gate.close")).isPositive();
  }

  @Test
  void refusesAClusterWithoutAGate() throws Exception {
    Home alone = Home.of(directory.resolve("alone")).init();
    Files.writeString(alone.configurationFile(), "lake: " + home.lake().toUri() + "\n");
    SparkSubmit.Said said =
        spark.run(directory, cluster.options(), run("vehicules-foyers", "CONV-2026-001", alone));
    assertThat(said.exit()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).contains(cluster.master()).contains("serve gate");
  }

  @Test
  void refusesAClusterWhoseProcessesDoNotKnowEachOther() throws Exception {
    SparkSubmit.Said said =
        spark.run(
            directory,
            List.of("--master", "spark://127.0.0.1:9"),
            run("vehicules-foyers", "CONV-2026-001", jobs));
    assertThat(said.exit()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).contains("spark.authenticate.secret");
  }

  @Test
  void saysWhatTheGateRefusesWithItsArticle() throws Exception {
    SparkSubmit.Said said =
        spark.run(directory, cluster.options(), run("vehicules-foyers", "CONV-2026-002", jobs));
    assertThat(said.exit()).as(said.err()).isEqualTo(3);
    assertThat(said.err()).contains("refused by convention CONV-2026-002, article 1");
  }

  @Test
  void aJobOfSomebodysOwnReadsWhatItWasGrantedUntilTheFlowIsStopped() throws Exception {
    try (Reader reader = new Reader()) {
      assertThat(reader.asked("read energie")).as("without a grant").startsWith("failed");
      assertThat(reader.asked("forge gate:00000000-0000-0000-0000-000000000000 energie"))
          .contains("Nothing is read without a grant");
      assertThat(reader.asked("open energie")).isEqualTo("opened");
      String read = reader.asked("read energie");
      assertThat(read).startsWith("read ").isNotEqualTo("read 0");
      assertThat(reader.asked("read vin"))
          .as("a family that was not granted")
          .startsWith("failed")
          .contains("opens no column that was granted");
      assertThat(reader.asked("look " + SECRET))
          .as("the grant's secret, in settings, arguments and environments")
          .isEqualTo("nowhere");

      Flows flows = new Flows(registry);
      flows.stop(DATASET, PRODUCER, "incident");
      assertThat(stopped(reader))
          .contains("The flow of siv.immatriculations was stopped by its producer");
      flows.resume(DATASET, PRODUCER);
      assertThat(reader.asked("read energie")).as("exactly what was").isEqualTo(read);

      int port = gate.port();
      gate.close();
      assertThat(stopped(reader)).contains("does not answer").contains("serve gate");
      openGate(port);
      assertThat(reader.asked("read energie")).as("started again").isEqualTo(read);

      assertThat(reader.asked("close")).isEqualTo("closed");
      assertThat(stopped(reader)).startsWith("failed");
    }
    assertThat(said(events)).as("the event log").isEmpty();
    assertThat(said(cluster.room())).as("logs and settings of the executors").isEmpty();
  }

  /** The first reading that fails: within the second for which a file's key may be remembered. */
  private static String stopped(Reader reader) throws IOException {
    long begin = System.nanoTime();
    String answer = reader.asked("read energie");
    while (answer.startsWith("read ")) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
      answer = reader.asked("read energie");
    }
    return answer;
  }

  @Test
  void leavesNothingWhenTheGateIsAway() throws Exception {
    List<String> before = names(home.releases());
    int port = gate.port();
    gate.close();
    try {
      SparkSubmit.Said said =
          spark.run(directory, cluster.options(), run("vehicules-foyers", "CONV-2026-001", jobs));
      assertThat(said.exit()).as(said.err()).isEqualTo(1);
      assertThat(said.err()).contains("The gate at https://localhost:" + port + " does not answer");
      assertThat(names(home.releases())).isEqualTo(before);
    } finally {
      openGate(port);
    }
  }

  /** The job of {@code lecteur.py}, asked one line after the other. */
  private static final class Reader implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final PrintWriter in;
    private final Path errors;

    Reader() throws IOException {
      Path script = directory.resolve("lecteur.py");
      Files.write(script, ClusterIT.class.getResourceAsStream("lecteur.py").readAllBytes());
      List<String> words = new ArrayList<>(cluster.options());
      for (String setting :
          List.of(
              "spark.plugins=fr.gouv.datalab.keyservice.spark.GatePlugin",
              "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension",
              "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
              "spark.hadoop.parquet.crypto.factory.class=fr.gouv.datalab.lake.LakeCryptoFactory",
              "spark.hadoop.parquet.encryption.kms.client.class=fr.gouv.datalab.lake.LakeKmsClient",
              "spark.hadoop.parquet.encryption.double.wrapping=false",
              "spark.eventLog.enabled=true",
              "spark.eventLog.dir=" + events.toUri())) {
        words.addAll(List.of("--conf", setting));
      }
      words.addAll(
          List.of("--jars", spark.jar().toString(), "--driver-class-path", spark.jar().toString()));
      errors = directory.resolve("lecteur.err");
      process =
          spark
              .python(
                  words,
                  script.toString(),
                  home.lake().resolve("siv/immatriculations").toUri().toString(),
                  url(),
                  jobs.path().resolve("gate.pem").toString(),
                  token.toString(),
                  "CONV-2026-001")
              .redirectError(errors.toFile())
              .start();
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    String asked(String line) throws IOException {
      in.println(line);
      String answer = out.readLine();
      assertThat(answer).as(() -> errors()).isNotNull();
      return answer;
    }

    private String errors() {
      try {
        return Files.readString(errors);
      } catch (IOException e) {
        return "";
      }
    }

    @Override
    public void close() throws Exception {
      in.close();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static String[] run(String useCase, String convention, Home at) {
    return new String[] {
      "run",
      useCase,
      "--convention",
      convention,
      "--as-of",
      "2026-01-01",
      "--home",
      at.toString(),
      "--user",
      PERSON
    };
  }

  private static String here(String... words) {
    StringWriter said = new StringWriter();
    assertThat(Datalab.run(new PrintWriter(said), new PrintWriter(said), words))
        .as(said.toString())
        .isZero();
    return said.toString();
  }

  private static String release(String said) {
    return said.replaceAll("(?s).*The draft is (REL-\\d+-\\d+).*", "$1");
  }

  private static String withoutRelease(String said) {
    return said.replaceAll("REL-\\d+-\\d+", "REL");
  }

  private static long journaled(String verb) {
    return registry.read(
        tx ->
            tx.number("select count(*) from journal_record where record like ?", "%" + verb + "%"));
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

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  /** The files in which a grant's secret stands. */
  private static List<Path> said(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".jar")
            && Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET + "_")) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
