package fr.gouv.datalab.lake.spark;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.LakeCryptoFactory;
import fr.gouv.datalab.lake.LakeKmsClient;
import fr.gouv.datalab.logs.LogBackend;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Spark as the house needs it: spills and shuffles encrypted, temporary files under the home, no
 * event log, no console, Delta, and Parquet files that are encrypted or refused.
 *
 * <p>One per process; {@link #close} stops it and removes its temporary files. Under {@code
 * spark-submit} the master and the rest of the cluster's settings stay what they are; the house's
 * own always win, because the promises rest on them.
 */
public final class Engine implements AutoCloseable {
  private static final String MASTER = "spark.master";

  private final SparkSession session;
  private final TemporaryRoom temporary;

  private Engine(SparkSession session, TemporaryRoom temporary) {
    this.session = session;
    this.temporary = temporary;
  }

  /**
   * Starts Spark for a home, with the settings that its {@code datalab.yaml} adds, for work that
   * opens the home's own keys.
   *
   * @throws UsageException when the master has executors in other processes
   */
  public static Engine start(Home home) {
    Map<String, String> settings = home.require().configuration().spark();
    if (!ClusterTerms.isLocal(ClusterTerms.master(settings))) {
      throw new UsageException(
          "The lake opens in one process: without a gate, its keys are not granted to the executors"
              + " of "
              + ClusterTerms.master(settings)
              + ". Use --master local[*]; or, for `run`, name the gate that `datalab serve gate`"
              + " opens, by `gate:` in datalab.yaml or --gate URL.");
    }
    return start(home.tmp(), settings);
  }

  /**
   * Starts Spark for a home, for work that gets every key from a gate: any master will do whose
   * processes know each other.
   *
   * @throws UsageException when the cluster's processes do not authenticate each other
   */
  public static Engine startAtGate(Home home) {
    return start(home.tmp(), home.require().configuration().spark());
  }

  /**
   * Starts Spark without a home.
   *
   * @param room where the directory of temporary files is made; what a killed process left there is
   *     removed first
   * @param settings further settings, by full name; they cannot undo the house's own
   * @throws UsageException when the master is a cluster whose processes do not authenticate each
   *     other
   */
  public static Engine start(Path room, Map<String, String> settings) {
    ClusterTerms.require(settings);
    SparkConf conf = new SparkConf();
    // Spark sets its logs up once, at the first line that it has to say: it must come before us.
    conf.initializeLogIfNecessary(false, true);
    LogBackend.enforce();
    try {
      TemporaryRoom temporary = TemporaryRoom.open(room);
      boolean local = ClusterTerms.isLocal(ClusterTerms.master(settings));
      preferences(local).forEach(conf::setIfMissing);
      settings.forEach(conf::set);
      promises(temporary.directory()).forEach(conf::set);
      ClusterTerms.settings(conf.get(MASTER)).forEach(conf::set);
      SparkSession.Builder builder = SparkSession.builder();
      for (scala.Tuple2<String, String> setting : conf.getAll()) {
        builder.config(setting._1, setting._2);
      }
      return new Engine(builder.getOrCreate(), temporary);
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary directory can be made in " + room + ".", e);
    }
  }

  /** What suits one machine; a cluster's own settings come first. */
  private static Map<String, String> preferences(boolean local) {
    Map<String, String> settings = new LinkedHashMap<>();
    int cores = Runtime.getRuntime().availableProcessors();
    settings.put(MASTER, "local[*]");
    settings.put("spark.app.name", "datalab");
    if (local) {
      settings.put("spark.driver.host", "127.0.0.1");
      settings.put("spark.driver.bindAddress", "127.0.0.1");
    }
    settings.put("spark.sql.shuffle.partitions", Integer.toString(Math.max(4, 2 * cores)));
    settings.put("spark.databricks.delta.snapshotPartitions", "2");
    settings.put("spark.sql.sources.parallelPartitionDiscovery.threshold", "256");
    settings.put("spark.sql.autoBroadcastJoinThreshold", "33554432");
    // Delta's own queries alone are more than the hundred that Spark keeps: it would compile anew.
    settings.put("spark.sql.codegen.cache.maxEntries", "1000");
    settings.put("spark.ui.showConsoleProgress", "false");
    return settings;
  }

  /** What the promises of the house rest on. */
  private static Map<String, String> promises(Path temporary) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.io.encryption.enabled", "true");
    settings.put("spark.io.encryption.keySizeBits", "256");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.eventLog.enabled", "false");
    settings.put("spark.log.level", "ERROR");
    settings.put("spark.local.dir", temporary.resolve("local").toString());
    settings.put("spark.sql.warehouse.dir", temporary.resolve("warehouse").toUri().toString());
    settings.put("spark.sql.catalogImplementation", "in-memory");
    settings.put("spark.sql.session.timeZone", "UTC");
    // Or a text of SQL could ask for ${env:NAME}, ${system:NAME} and every setting of Spark.
    settings.put("spark.sql.variable.substitute", "false");
    settings.put("spark.sql.maxMetadataStringLength", "100");
    settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    settings.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    settings.put("spark.hadoop.parquet.crypto.factory.class", LakeCryptoFactory.class.getName());
    settings.put("spark.hadoop.parquet.encryption.kms.client.class", LakeKmsClient.class.getName());
    // Each file asks for its keys anew: a flow that stops is closed at the next file.
    settings.put("spark.hadoop.parquet.encryption.double.wrapping", "false");
    settings.put("spark.hadoop.parquet.encryption.complete.columns", "true");
    settings.put("spark.databricks.delta.properties.defaults.dataSkippingNumIndexedCols", "0");
    return settings;
  }

  /** Spark's own session, which names no key: it reads and writes nothing of the lake. */
  public SparkSession session() {
    return session;
  }

  /** Where this engine may put temporary files; removed when it closes. */
  public Path temporary() {
    return temporary.directory();
  }

  /** Stops Spark and removes what it left. */
  @Override
  public void close() {
    session.stop();
    org.apache.spark.sql.SparkSession.clearActiveSession();
    org.apache.spark.sql.SparkSession.clearDefaultSession();
    temporary.close();
  }
}
