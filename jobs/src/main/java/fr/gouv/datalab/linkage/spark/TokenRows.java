package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;

import fr.gouv.datalab.linkage.TokenizedFile;
import fr.gouv.datalab.refusals.BadDataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.input.FixedLengthBinaryInputFormat;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Files of {@link TokenizedFile} as Spark reads them. */
final class TokenRows {
  private static final long ROWS_A_PARTITION = 1 << 16;

  private TokenRows() {}

  /** Columns {@code id} (the row's number) and {@code tokens}. */
  static Dataset<Row> tokens(SparkSession session, Path file) {
    return rows(
        session,
        file,
        TokenizedFile.RECORD,
        new StructType()
            .add("id", DataTypes.LongType, false)
            .add("tokens", DataTypes.BinaryType, false),
        record ->
            new GenericInternalRow(
                new Object[] {
                  at(record, 0), Arrays.copyOfRange(record, 2 * Long.BYTES, record.length)
                }));
  }

  /** Columns {@code number} and {@code idToken}, under names. */
  static Dataset<Row> ids(SparkSession session, Path file, String number, String idToken) {
    return rows(
        session,
        file,
        TokenizedFile.RECORD,
        longs(number, idToken),
        record -> new GenericInternalRow(new Object[] {at(record, 0), at(record, Long.BYTES)}));
  }

  /** Columns {@code leftToken} and {@code rightToken}, each pair once. */
  static Dataset<Row> truth(SparkSession session, Path file) {
    return rows(
            session,
            file,
            TokenizedFile.TRUTH_RECORD,
            longs("leftToken", "rightToken"),
            record -> new GenericInternalRow(new Object[] {at(record, 0), at(record, Long.BYTES)}))
        .distinct();
  }

  private static StructType longs(String one, String other) {
    return new StructType()
        .add(one, DataTypes.LongType, false)
        .add(other, DataTypes.LongType, false);
  }

  private static long at(byte[] record, int offset) {
    return (long) KeyParcels.LONG.get(record, offset);
  }

  private static Dataset<Row> rows(
      SparkSession session,
      Path file,
      int length,
      StructType schema,
      Function<byte[], InternalRow> row) {
    JavaRDD<InternalRow> rows = records(session, file, length).map(row);
    return session.internalCreateDataFrame(rows.rdd(), schema, false);
  }

  private static JavaRDD<byte[]> records(SparkSession session, Path file, int length) {
    Configuration conf = new Configuration(session.sparkContext().hadoopConfiguration());
    conf.setInt(FixedLengthBinaryInputFormat.RECORD_LENGTH_PROPERTY(), length);
    conf.setLong("mapreduce.input.fileinputformat.split.maxsize", ROWS_A_PARTITION * length);
    return session
        .sparkContext()
        .newAPIHadoopFile(
            file.toUri().toString(),
            FixedLengthBinaryInputFormat.class,
            org.apache.hadoop.io.LongWritable.class,
            org.apache.hadoop.io.BytesWritable.class,
            conf)
        .toJavaRDD()
        .map(record -> record._2().copyBytes());
  }

  /**
   * Refuses a file in which an id stands twice.
   *
   * @param persons the file that the caller gave
   * @param id its column
   */
  static void requireDistinct(SparkSession session, Path file, Path persons, String id) {
    if (!repeats(records(session, file, TokenizedFile.RECORD))) {
      return;
    }
    List<Row> twice =
        ids(session, file, "number", "idToken")
            .groupBy("idToken")
            .agg(count(lit(1)).as("rows"), min("number").as("first"), max("number"))
            .filter(col("rows").gt(1))
            .agg(count(lit(1)), min_by(struct("first", "max(number)"), col("first")))
            .collectAsList();
    long ids = twice.get(0).getLong(0);
    if (ids > 0) {
      Row rows = twice.get(0).getStruct(1);
      throw new BadDataException(
          String.format(
              "%s has %d value%s of `%s` more than once (rows %d and %d, for instance): each row"
                  + " needs its own.",
              persons, ids, ids > 1 ? "s" : "", id, rows.getLong(0), rows.getLong(1)));
    }
  }

  /** Whether some id's token comes twice: tokens are sent to partitions and sorted there. */
  private static boolean repeats(JavaRDD<byte[]> records) {
    int targets = Math.max(2, records.getNumPartitions());
    return records
        .mapPartitions(each -> new IdParcels(each, targets), true)
        .mapToPair(parcel -> parcel)
        .partitionBy(new Parcels.Addressed(targets))
        .mapPartitions(each -> List.of(IdParcels.repeats(each)).iterator())
        .reduce(Boolean::logicalOr);
  }
}
