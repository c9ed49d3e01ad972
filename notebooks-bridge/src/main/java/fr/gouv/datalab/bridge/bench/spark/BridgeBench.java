package fr.gouv.datalab.bridge.bench.spark;

import fr.gouv.datalab.bridge.flight.spark.BridgeServer;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakeCryptoFactory;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import fr.gouv.datalab.tokens.TokenStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * A bridge over made-up rows of eight mixed columns, encrypted in a lake and read under a
 * convention, and the same rows beside it in plain Parquet for those it is compared with.
 */
final class BridgeBench {
  private static final String DATASET = "essai.mesures";
  private static final String CONVENTION = "CONV-BENCH-001";
  private static final int THREADS = 48;

  private final Path room;
  private final long rows;

  /**
   * A bench.
   *
   * @param room a directory for the home and the plain file, removed by the caller
   */
  BridgeBench(Path room, long rows) {
    this.room = room;
    this.rows = rows;
  }

  /**
   * Opens the bridge, and lets someone measure it.
   *
   * @param measure is given what a client must know, and the plain file
   */
  <T> T measure(BiFunction<Map<String, String>, Path, T> measure) {
    Home home = Home.of(room.resolve("home")).init();
    write("dataset.yaml", home.catalogue().resolve(DATASET));
    KeyStore keys = KeyStore.init(home.keys());
    Path plain = room.resolve("plain.parquet");
    try (Registry registry = Registry.open(home);
        Engine engine =
            Engine.start(home.tmp(), Map.of("spark.master", "local[" + THREADS + "]"))) {
      sign(registry);
      deliver(home, keys, registry, engine);
      writeInClear(engine.session().newSession(), plain);
      ServerCertificate certificate = ServerCertificate.in(home.keys(), "bridge", "localhost");
      String secret = new TokenStore(registry).issue("bench@dinum", Duration.ofDays(1)).secret();
      try (BridgeServer server =
          BridgeServer.open(engine, registry, limits(), certificate, "localhost", 0)) {
        return measure.apply(
            Map.of(
                "DATALAB_BRIDGE", "grpc+tls://localhost:" + server.port(),
                "DATALAB_TOKEN", secret,
                "DATALAB_CERTIFICATE", certificate.certificate().toString(),
                "BENCH_CONVENTION", CONVENTION,
                "BENCH_TABLE", DATASET),
            plain);
      }
    }
  }

  private void writeInClear(SparkSession session, Path file) {
    session.conf().set(LakeCryptoFactory.IN_CLEAR, "true");
    rows(session).write().parquet(file.toUri().toString());
  }

  /** One person is all twenty clients here. */
  private static Limits limits() {
    return new Limits(
        24, 24, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofHours(1), Duration.ofHours(1));
  }

  private static void sign(Registry registry) {
    ConventionStore store = new ConventionStore(registry);
    store.add("convention.yaml", resource("convention.yaml"), "bench@dinum");
    store.sign(CONVENTION, "dinum", "juriste@dinum");
    store.sign(CONVENTION, "essai", "administrateur@essai");
  }

  private void deliver(Home home, KeyStore keys, Registry registry, Engine engine) {
    Contract contract = Catalogue.of(home).dataset(DATASET);
    Families families = Families.of(contract);
    families.keys().forEach(keys::create);
    Deliveries deliveries = new Deliveries(registry);
    deliveries.begin("bench", DATASET, "bench@dinum", List.of());
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      String address = LakeTable.address(home.configuration().lake(), DATASET);
      new LakeTable(engine.session(), access, address, families).append("bench", this::rows);
    }
    deliveries.complete("bench", "bench@dinum", rows, rows, 0);
  }

  private Dataset<Row> rows(SparkSession session) {
    return session
        .range(0, rows, 1, 8)
        .selectExpr(
            "id AS numero",
            "unhex(md5(cast(id % 4000000 AS string))) AS personne",
            "lpad(cast(id % 95 + 1 AS string), 2, '0') AS departement",
            "concat('mesure ', substr(sha1(cast(id AS string)), 1, 12)) AS libelle",
            "cast(2000 + id % 25 AS int) AS annee",
            "pmod(hash(id), 10000000) * 1L AS montant",
            "date_add(DATE'2000-01-01', cast(id % 9000 AS int)) AS jour",
            "id % 3 = 0 AS actif");
  }

  private static void write(String resource, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(resource), resource(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = BridgeBench.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
