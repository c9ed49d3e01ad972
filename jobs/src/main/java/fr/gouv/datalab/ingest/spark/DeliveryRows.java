package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.Lot;
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
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of one delivery, as Spark frames: those for the lake, then, of the records that the lake
 * refused, those for quarantine, and of the others those for the vault. Each frame reads the files
 * anew; the first alone holds every value against the contract.
 */
final class DeliveryRows {
  /** The records, as a pass makes rows of them. */
  interface Source {
    Dataset<Row> rows(SparkSession session, Pass pass);
  }

  private final Contract contract;
  private final String delivery;
  private final Source source;
  private final Suppressed suppressed;
  private final String keys;
  private final Map<Integer, Lot> lots;
  private final Conditions conditions;
  private final Lines duplicates;
  private final LinesFound refused = new LinesFound();
  private final CountsFound counts = new CountsFound();
  private final long records;
  private final boolean replayed;

  private DeliveryRows(
      SparkSession session,
      Contract contract,
      String delivery,
      Source source,
      Map<Integer, Lot> lots,
      Conditions conditions,
      Function<DeliveryRows, Lines> duplicates,
      Suppressed suppressed,
      String keys,
      long records,
      boolean replayed) {
    this.contract = contract;
    this.delivery = delivery;
    this.source = source;
    this.lots = Map.copyOf(lots);
    this.conditions = conditions;
    this.suppressed = suppressed;
    this.keys = keys;
    this.records = records;
    this.replayed = replayed;
    this.duplicates = duplicates.apply(this);
    session.sparkContext().register(refused);
    session.sparkContext().register(counts);
  }

  /**
   * The rows of surveyed files.
   *
   * @param repeated the keys that may stand twice
   * @param suppressed persons who were erased
   * @param keys the key store's directory
   * @param manifests of the tokenised files, by their place
   */
  static DeliveryRows of(
      SparkSession session,
      Contract contract,
      String delivery,
      List<SurveyedFile> files,
      RepeatedKeys repeated,
      Suppressed suppressed,
      String keys,
      Map<Integer, Manifest> manifests) {
    Map<Integer, Lot> lots = new TreeMap<>();
    manifests.forEach((file, manifest) -> lots.put(file, Lot.of(manifest)));
    return new DeliveryRows(
        session,
        contract,
        delivery,
        source(session, files),
        lots,
        new Conditions(session, contract),
        rows -> repeated.isEmpty() ? new Lines() : rows.duplicates(session, repeated),
        suppressed,
        keys,
        files.stream().mapToLong(SurveyedFile::records).sum(),
        false);
  }

  /** The records of surveyed files. */
  static Source source(SparkSession session, List<SurveyedFile> files) {
    List<Chunk> all = new ArrayList<>();
    Map<Integer, RowFormat> formats = new TreeMap<>();
    for (SurveyedFile file : files) {
      all.addAll(file.chunks());
      formats.put(file.file(), file.format());
    }
    List<Chunk> chunks = Chunk.joined(all, session.sparkContext().defaultParallelism());
    return (writing, pass) ->
        writing.internalCreateDataFrame(
            new RowsRdd(writing.sparkContext(), chunks, formats, pass), pass.schema(), false);
  }

  /**
   * Rows of a delivery that were refused, judged again: what a producer's stage told of a condition
   * counts no more, where the lake can hold the row against all of them.
   *
   * @param source of the records, each at the line where it was refused
   * @param lots of the tokenised files, by their place
   * @param accepted the delivery's rows in the lake
   */
  static DeliveryRows again(
      SparkSession session,
      Contract contract,
      String delivery,
      Source source,
      Map<Integer, Lot> lots,
      Dataset<Row> accepted,
      Suppressed suppressed,
      String keys,
      long records) {
    return new DeliveryRows(
        session,
        contract,
        delivery,
        source,
        lots,
        new Conditions(session, contract).again(),
        rows -> rows.duplicatesOf(session, accepted),
        suppressed,
        keys,
        records,
        true);
  }

  /** The good records whose key a row of the lake, or an earlier good one, has. */
  private Lines duplicatesOf(SparkSession session, Dataset<Row> accepted) {
    Lines lines = new Lines();
    List<String> key = contract.uniqueKey();
    if (key.isEmpty()) {
      return lines;
    }
    // Of these readings nothing is counted.
    LinesFound ignored = new LinesFound();
    CountsFound uncounted = new CountsFound();
    session.sparkContext().register(ignored);
    session.sparkContext().register(uncounted);
    LakePass good =
        new LakePass(contract, conditions, lines, ignored, uncounted, records, suppressed, keys);
    Dataset<Row> candidates = source.rows(session, new PlacedKeyPass(good, key));
    org.apache.spark.sql.Column[] columns =
        key.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new);
    Dataset<Row> known =
        accepted.select(columns).distinct().withColumn("connue", functions.lit(true));
    Iterator<Row> later =
        candidates
            .join(known, CollectionConverters.asScala(key).toSeq(), "left")
            .withColumn(
                "rang",
                functions
                    .row_number()
                    .over(Window.partitionBy(columns).orderBy("fichier", "ligne")))
            .where("connue or rang > 1")
            .select("fichier", "ligne")
            .toLocalIterator();
    while (later.hasNext()) {
      Row row = later.next();
      lines.add(row.getInt(0), row.getLong(1));
    }
    return lines;
  }

  /** The good records whose key an earlier good one has. */
  private Lines duplicates(SparkSession session, RepeatedKeys repeated) {
    boolean mixed = !lots.isEmpty();
    Iterator<Row> later =
        source
            .rows(
                session,
                new RepeatedKeyPass(contract, conditions, repeated, suppressed, keys, mixed))
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
    return source.rows(
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
    return source.rows(
        session,
        new QuarantinePass(
            contract,
            conditions,
            duplicates,
            refused.value(),
            suppressed,
            keys,
            delivery,
            lots,
            replayed));
  }

  /** Whether the vault has anything of this dataset. */
  boolean hasIdentities() {
    return !contract.identities().isEmpty();
  }

  /** Rows for the vault, when the lake's are written. */
  Dataset<Row> vault(SparkSession session) {
    return source.rows(
        session, new VaultPass(contract, refused.value(), suppressed, keys, delivery, lots));
  }
}
