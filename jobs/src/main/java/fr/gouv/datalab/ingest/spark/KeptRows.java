package fr.gouv.datalab.ingest.spark;

import com.google.crypto.tink.HybridDecrypt;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.ingest.KeptForm;
import fr.gouv.datalab.ingest.Lot;
import fr.gouv.datalab.ingest.RowFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import scala.Option;

/**
 * The sealed records of one delivery's quarantine, opened one by one in the task that makes rows of
 * them: no row of Spark holds one in clear, and none goes into a shuffle. The key stays in this
 * process, from now until it is closed; a plan names a reference that means nothing outside it.
 */
final class KeptRows implements DeliveryRows.Source, AutoCloseable {
  private static final Map<String, HybridDecrypt> KEYS = new ConcurrentHashMap<>();

  private final Function<SparkSession, Dataset<Row>> refused;
  private final TreeMap<Integer, RowFormat> formats = new TreeMap<>();
  private final TreeMap<Integer, Lot> lots = new TreeMap<>();
  private final String reference = UUID.randomUUID().toString();

  /**
   * The records that can be judged again.
   *
   * @param session in which their forms are read
   * @param refused the delivery's refused rows, in a session
   * @param key quarantine's, under a mandate
   */
  KeptRows(
      SparkSession session,
      Function<SparkSession, Dataset<Row>> refused,
      Contract contract,
      HybridDecrypt key) {
    this.refused = refused;
    for (Row row :
        sealed(session).select("fichier", QuarantinePass.FORM).distinct().collectAsList()) {
      KeptForm form = KeptForm.read(row.getString(1));
      formats.put(row.getInt(0), form.format(contract));
      form.lot().ifPresent(lot -> lots.put(row.getInt(0), lot));
    }
    KEYS.put(reference, key);
  }

  private Dataset<Row> sealed(SparkSession session) {
    return refused.apply(session).where(functions.col(QuarantinePass.SEALED).isNotNull());
  }

  /** What producers sealed of the tokenised files, by their place. */
  Map<Integer, Lot> lots() {
    return lots;
  }

  /** How many there are. */
  long count(SparkSession session) {
    return sealed(session).count();
  }

  @Override
  public Dataset<Row> rows(SparkSession session, Pass pass) {
    TreeMap<Integer, RowFormat> read = formats;
    String key = reference;
    JavaRDD<InternalRow> rows =
        planned(
                session,
                sealed(session)
                    .select("fichier", "ligne", "lot", "numero", "entete", QuarantinePass.SEALED))
            .mapPartitions(records -> new OpenedRows(records, key(key), read, pass));
    return session.internalCreateDataFrame(rows.rdd(), pass.schema(), false);
  }

  /** Delta plans for the active session, whose access must be the one that reads. */
  private static JavaRDD<Row> planned(SparkSession session, Dataset<Row> rows) {
    Option<org.apache.spark.sql.SparkSession> before =
        org.apache.spark.sql.SparkSession.getActiveSession();
    org.apache.spark.sql.SparkSession.setActiveSession(session);
    try {
      return rows.javaRDD();
    } finally {
      if (before.isDefined()) {
        org.apache.spark.sql.SparkSession.setActiveSession(before.get());
      } else {
        org.apache.spark.sql.SparkSession.clearActiveSession();
      }
    }
  }

  private static HybridDecrypt key(String reference) {
    HybridDecrypt key = KEYS.get(reference);
    if (key == null) {
      throw new IllegalStateException(
          "Refused rows are judged again in the process that was given the right to open them: run"
              + " `quarantine replay` with a local master.");
    }
    return key;
  }

  @Override
  public void close() {
    KEYS.remove(reference);
  }

  /** The files whose records are there. */
  List<Integer> files() {
    return List.copyOf(formats.keySet());
  }
}
