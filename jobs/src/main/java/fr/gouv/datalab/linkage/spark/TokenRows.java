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
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Files of {@link TokenizedFile} as Spark reads them. */
final class TokenRows {
  private TokenRows() {}

  /** Columns {@code number} and {@code idToken}, under names. */
  static Dataset<Row> ids(SparkSession session, Path file, String number, String idToken) {
    return rows(
        session,
        file,
        TokenizedFile.RECORD,
        longs(number, idToken),
        (rows, row) -> new GenericInternalRow(new Object[] {rows.at(row, 0), rows.at(row, 1)}));
  }

  /** Columns {@code leftToken} and {@code rightToken}, each pair once. */
  static Dataset<Row> truth(SparkSession session, Path file) {
    return rows(
            session,
            file,
            TokenizedFile.TRUTH_RECORD,
            longs("leftToken", "rightToken"),
            (rows, row) -> new GenericInternalRow(new Object[] {rows.at(row, 0), rows.at(row, 1)}))
        .distinct();
  }

  private static StructType longs(String one, String other) {
    return new StructType()
        .add(one, DataTypes.LongType, false)
        .add(other, DataTypes.LongType, false);
  }

  @FunctionalInterface
  private interface Reading extends Serializable {
    InternalRow row(TokenSlice.Rows rows, int row);
  }

  private static Dataset<Row> rows(
      SparkSession session, Path file, int length, StructType schema, Reading reading) {
    JavaRDD<InternalRow> rows =
        TokenSlice.of(session, file, length)
            .flatMap(
                slice -> {
                  TokenSlice.Rows read = slice.read();
                  return IntStream.range(0, read.count())
                      .mapToObj(row -> reading.row(read, row))
                      .iterator();
                });
    return session.internalCreateDataFrame(rows.rdd(), schema, false);
  }

  /** A file as the caller gave it, its column of ids, and its tokens. */
  record Persons(Path file, String id, Path tokens) {}

  /** Refuses files in which an id stands twice. */
  static void requireDistinct(SparkSession session, Persons left, Persons right) {
    if (repeats(session, left.tokens, right.tokens)) {
      requireDistinct(session, left);
      requireDistinct(session, right);
    }
  }

  private static void requireDistinct(SparkSession session, Persons persons) {
    List<Row> twice =
        ids(session, persons.tokens, "number", "idToken")
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
              persons.file, ids, ids > 1 ? "s" : "", persons.id, rows.getLong(0), rows.getLong(1)));
    }
  }

  /** Whether some id's token comes twice in its file: they are sent to partitions and sorted. */
  private static boolean repeats(SparkSession session, Path left, Path right) {
    List<TokenSlice> lefts = TokenSlice.slices(left, TokenizedFile.RECORD);
    List<TokenSlice> rights = TokenSlice.slices(right, TokenizedFile.RECORD);
    List<TokenSlice> all = new ArrayList<>(lefts);
    all.addAll(rights);
    String ofLeft = lefts.get(0).file();
    int some = (lefts.size() + 3) / 4;
    int others = (rights.size() + 3) / 4;
    JavaRDD<Tuple2<Integer, byte[]>> tokens =
        new JavaSparkContext(session.sparkContext())
            .parallelize(all, all.size())
            .mapPartitions(
                slices -> {
                  TokenSlice slice = slices.next();
                  boolean isLeft = slice.file().equals(ofLeft);
                  return new IdParcels(
                      slice.read(), isLeft ? 0 : some, isLeft ? some : others, some + others);
                });
    return Parcels.sent(tokens, some + others)
        .mapPartitions(each -> List.of(IdParcels.repeats(each)).iterator())
        .reduce(Boolean::logicalOr);
  }
}
