package fr.gouv.datalab.cli.bench.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.gate.GrantedAccess;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keyservice.GateAddress;
import fr.gouv.datalab.keyservice.GateServer;
import fr.gouv.datalab.keyservice.KeyService;
import fr.gouv.datalab.keyservice.RemoteGatekeeper;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeSession;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import fr.gouv.datalab.tokens.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.parquet.crypto.KeyAccessDeniedException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Stops a flow under a running job, again and again, each time at a random moment, and measures
 * from before the act to the last byte that any process of the job read. The job reads a table of
 * many small files through a gate of this process, on whatever master Spark was given.
 */
final class FlowBench implements AutoCloseable {
  private static final String DATASET = "siv.immatriculations";
  private static final String CONVENTION = "CONV-2026-001";
  private static final String PERSON = "analyste@dinum";
  private static final String PRODUCER = "administrateur@interieur";
  private static final int ROWS_PER_FILE = 500;

  private final Engine engine;
  private final Registry registry;
  private final Path watch;
  private final GateServer gate;
  private final RemoteGatekeeper keeper;
  private final String table;
  private final SplittableRandom random = new SplittableRandom(6);

  /**
   * One stop, in milliseconds from before the act.
   *
   * @param committed when the act was done
   * @param lastByte when the job read its last byte; 0 when before the act
   * @param failed when the job's driver knew that it failed
   */
  record Stop(long committed, long lastByte, long failed) {}

  /**
   * Makes a home, its table and its gate.
   *
   * @param watch a directory for {@link WatchedFiles}
   * @param files of the table
   * @param memory for which a job may remember a file's key
   */
  FlowBench(Engine engine, Home home, Path watch, int files, Duration memory) throws IOException {
    this.engine = engine;
    this.watch = watch;
    registry = Registry.open(home);
    KeyStore keys = KeyStore.init(home.keys());
    table = LakePlaces.current(home, keys).table(DATASET);
    sign();
    fill(home, keys, files);
    ServerCertificate certificate = ServerCertificate.in(home.keys(), "gate", "localhost");
    gate =
        GateServer.open(
            new KeyService(
                registry,
                keys,
                new TokenStore(registry),
                new KeyService.Terms(KeyService.Terms.USUAL.life(), memory)),
            certificate,
            "localhost",
            0,
            GateServer.Limits.USUAL);
    Path token = home.path().resolve("gate-token");
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, new TokenStore(registry).issue(PERSON, Duration.ofDays(1)).secret());
    keeper =
        new RemoteGatekeeper(
            GateAddress.of(
                URI.create("https://localhost:" + gate.port()), certificate.certificate()),
            token);
  }

  private void sign() {
    ConventionStore conventions = new ConventionStore(registry);
    byte[] text = new ConventionFiles(registry.home()).find(CONVENTION).orElseThrow();
    conventions.add(CONVENTION + ".yaml", text, "juriste@dinum");
    conventions.sign(CONVENTION, "dinum", "juriste@dinum");
    conventions.sign(CONVENTION, "dgfip", "administrateur@dgfip");
    conventions.sign(CONVENTION, "interieur", PRODUCER);
  }

  private void fill(Home home, KeyStore keys, int files) {
    Contract contract = Catalogue.of(home).dataset(DATASET);
    Families families = Families.of(contract);
    families.keys().forEach(keys::create);
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      new LakeTable(engine.session(), access, table, families)
          .create(
              session ->
                  session
                      .range(0, (long) files * ROWS_PER_FILE, 1, files)
                      .toDF("n")
                      .withColumn("energie", functions.lit("GO")),
              functions.col("n"),
              functions.col("energie"));
    }
  }

  /**
   * One stop, and the resumption after it.
   *
   * @param again whether the job reads its files over and over; once each otherwise
   */
  Stop stop(boolean again) {
    try (GrantedAccess access =
        keeper.open(
            CONVENTION,
            new UseCaseRequest("vehicules-foyers", Map.of(DATASET, List.of("energie"))),
            PERSON)) {
      long begun = System.currentTimeMillis();
      SparkSession session = LakeSession.reading(engine.session(), access.files());
      CompletableFuture<Long> job = CompletableFuture.supplyAsync(() -> read(session, again));
      await(begun, job);
      Flows flows = new Flows(registry);
      long asked = System.currentTimeMillis();
      flows.stop(DATASET, PRODUCER, "bench");
      long committed = System.currentTimeMillis();
      long failed = failure(job);
      long last = WatchedFiles.lastRead(watch);
      flows.resume(DATASET, PRODUCER);
      return new Stop(committed - asked, Math.max(0, last - asked), Math.max(0, failed - asked));
    }
  }

  /** Reads until it is refused; the time of that. */
  private long read(SparkSession session, boolean again) {
    try {
      do {
        session.read().format("delta").load(table).groupBy("energie").count().collectAsList();
      } while (again);
    } catch (Exception failure) {
      // Spark throws its own checked exception without declaring it.
      if (wasRefused(failure)) {
        return System.currentTimeMillis();
      }
      throw new IllegalStateException(
          "The job failed, and not because its flow was stopped.", failure);
    }
    throw new IllegalStateException(
        "The job was over before the flow was stopped: take more --files.");
  }

  private static boolean wasRefused(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof KeyAccessDeniedException) {
        return true;
      }
    }
    return false;
  }

  /** Until the job reads its files, and a moment more. */
  private void await(long begun, CompletableFuture<Long> job) {
    while (WatchedFiles.lastRead(watch) <= begun && !job.isDone()) {
      pause(2);
    }
    pause(random.nextInt(20, 400));
  }

  private static long failure(CompletableFuture<Long> job) {
    try {
      return job.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** So many stops. */
  List<Stop> rounds(int rounds, boolean again) {
    List<Stop> stops = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      stops.add(stop(again));
    }
    return stops;
  }

  @Override
  public void close() {
    gate.close();
    registry.close();
  }
}
