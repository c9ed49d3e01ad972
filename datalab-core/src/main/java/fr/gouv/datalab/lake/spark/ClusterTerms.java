package fr.gouv.datalab.lake.spark;

import fr.gouv.datalab.keyservice.spark.GatePlugin;
import fr.gouv.datalab.refusals.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;

/**
 * What a cluster must do before a job of the house runs there. The key of spills and shuffles, the
 * grant's secret and the rows themselves go from process to process: these prove to each other that
 * they belong together, and encrypt what they say.
 */
final class ClusterTerms {
  private static final String MASTER = "spark.master";

  /** The secret that a cluster's processes share; a manager may draw its own. */
  private static final String SECRET = "spark.authenticate.secret";

  private ClusterTerms() {}

  /** The master that these settings, or who started this process, name. */
  static String master(Map<String, String> settings) {
    return settings.getOrDefault(MASTER, new SparkConf().get(MASTER, "local"));
  }

  /** Whether everything runs in this process. */
  static boolean isLocal(String master) {
    return master.matches("local(\\[[^\\]]*\\])?");
  }

  /** What is set on a cluster, whatever was asked; nothing for this process alone. */
  static Map<String, String> settings(String master) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (!isLocal(master)) {
      settings.put("spark.authenticate", "true");
      settings.put("spark.network.crypto.enabled", "true");
      settings.put("spark.network.crypto.saslFallback", "false");
      settings.put("spark.plugins", GatePlugin.class.getName());
    }
    return settings;
  }

  /**
   * Refuses a cluster whose processes share no secret. YARN and Kubernetes draw one for each job.
   */
  static void require(Map<String, String> settings) {
    String master = master(settings);
    SparkConf given = new SparkConf();
    boolean drawn = master.startsWith("yarn") || master.startsWith("k8s");
    boolean shared =
        given.contains(SECRET)
            || settings.containsKey(SECRET)
            || System.getenv("_SPARK_AUTH_SECRET") != null;
    if (!isLocal(master) && !drawn && !shared) {
      throw new UsageException(
          "The processes of "
              + master
              + " do not authenticate each other: start its master and workers with"
              + " spark.authenticate=true and a spark.authenticate.secret, and submit with the same,"
              + " by --properties-file (docs/how-to-cluster.md).");
    }
  }
}
