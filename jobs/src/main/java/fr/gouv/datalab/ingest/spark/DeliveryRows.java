package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.Manifest;
import fr.gouv.datalab.ingest.RepeatedKeys;
import fr.gouv.datalab.ingest.RowCounts;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.SurveyedFile;
import fr.gouv.datalab.rights.Suppressed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * The rows of one delivery, as Spark frames: those for the lake, then, of the records that the lake
 * refused, those for quarantine, and of the others those for the vault. Each frame reads the files
 * anew; the first alone holds every value against the contract.
 */
final class DeliveryRows {
  private final Contract contract;
  private final List<Chunk> chunks;
  private final Map<Integer, RowFormat> formats = new TreeMap<>();
  private final Suppressed suppressed;
  private final String keys;
  private final Map<Integer, Manifest> manifests;
  private final Conditions conditions;
  private final Lines duplicates;
  private final LinesFound refused = new LinesFound();
  private final CountsFound counts = new CountsFound();
  private final long records;

  /**
   * The rows of surveyed files.
   *
   * @param repeated the keys that may stand twice
   * @param suppressed persons who were erased
   * @param keys the key store's directory
   * @param manifests of the tokenised files, by their place
   */
  DeliveryRows(
      SparkSession session,
      Contract contract,
      List<SurveyedFile> files,
      RepeatedKeys repeated,
      Suppressed suppressed,
      String keys,
      Map<Integer, Manifest> manifests) {
    this.contract = contract;
    this.suppressed = suppressed;
    this.manifests = Map.copyOf(manifests);
    this.keys = keys;
    List<Chunk> all = new ArrayList<>();
    for (SurveyedFile file : files) {
      all.addAll(file.chunks());
      formats.put(file.file(), file.format());
    }
    chunks = Chunk.joined(all, session.sparkContext().defaultParallelism());
    conditions = new Conditions(session, contract);
    duplicates = repeated.isEmpty() ? new Lines() : duplicates(session, repeated);
    records = files.stream().mapToLong(SurveyedFile::records).sum();
    session.sparkContext().register(refused);
    session.sparkContext().register(counts);
  }

  /** The good records whose key an earlier good one has. */
  private Lines duplicates(SparkSession session, RepeatedKeys repeated) {
    boolean mixed = !manifests.isEmpty();
    Iterator<Row> later =
        rows(session, new RepeatedKeyPass(contract, conditions, repeated, suppressed, keys, mixed))
            .withColumn(
                "rang",
                functions
                    .row_number()
                    .over(Window.partitionBy("cle1", "cle2").orderBy("fichier", "ligne")))
            .where("rang > 1")
            .select("fichier", "ligne")
            .toLocalIterator();
    Lines lines = new Lines();
    while (later.hasNext()) {
      Row row = later.next();
      lines.add(row.getInt(0), row.getLong(1));
    }
    return lines;
  }

  /** Rows for the lake. Once they are written, it is known which records were refused. */
  Dataset<Row> lake(SparkSession session) {
    return rows(
        session,
        new LakePass(contract, conditions, duplicates, refused, counts, records, suppressed, keys));
  }

  /** What was counted of the rows, when the lake's are written. */
  RowCounts counts() {
    return counts.isZero() ? new RowCounts(contract, records) : counts.value();
  }

  /** Whether a record was refused, when the lake's rows are written. */
  boolean hasRefused() {
    return !refused.isZero();
  }

  /** Rows for quarantine, when the lake's are written. */
  Dataset<Row> quarantine(SparkSession session) {
    return rows(
        session,
        new QuarantinePass(contract, conditions, duplicates, refused.value(), suppressed, keys));
  }

  /** Whether the vault has anything of this dataset. */
  boolean hasIdentities() {
    return !contract.identities().isEmpty();
  }

  /** Rows for the vault, when the lake's are written. */
  Dataset<Row> vault(SparkSession session, String delivery) {
    return rows(
        session, new VaultPass(contract, refused.value(), suppressed, keys, delivery, manifests));
  }

  private Dataset<Row> rows(SparkSession session, Pass pass) {
    RowsRdd rdd = new RowsRdd(session.sparkContext(), chunks, formats, pass);
    return session.internalCreateDataFrame(rdd, pass.schema(), false);
  }
}
