package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unbase64;

import fr.gouv.datalab.refusals.BadDataException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Files of {@link fr.gouv.datalab.linkage.TokenizedFile} as Spark reads them. */
final class TokenRows {
  private static final String COLUMNS = "number BIGINT, sealed STRING, tokens STRING";

  private TokenRows() {}

  /** Columns {@code id} (the row's number) and {@code tokens}. */
  static Dataset<Row> tokens(SparkSession session, Path file) {
    return session
        .read()
        .schema(COLUMNS)
        .csv(file.toUri().toString())
        .select(col("number").as("id"), unbase64(col("tokens")).as("tokens"));
  }

  /** Columns {@code number} and {@code sealed}, under names. */
  static Dataset<Row> ids(SparkSession session, Path file, String number, String sealed) {
    return session
        .read()
        .schema(COLUMNS)
        .csv(file.toUri().toString())
        .select(col("number").as(number), col("sealed").as(sealed));
  }

  /** Columns {@code sealedLeft} and {@code sealedRight}, each pair once. */
  static Dataset<Row> truth(SparkSession session, Path file) {
    return session
        .read()
        .schema("sealedLeft STRING, sealedRight STRING")
        .csv(file.toUri().toString())
        .distinct();
  }

  /**
   * Refuses a file in which an id stands twice.
   *
   * @param persons the file that the caller gave
   * @param id its column
   */
  static void requireDistinct(SparkSession session, Path file, Path persons, String id) {
    List<Row> twice =
        ids(session, file, "number", "sealed")
            .groupBy("sealed")
            .agg(count(lit(1)).as("rows"), min("number").as("first"), functions.max("number"))
            .filter(col("rows").gt(1))
            .agg(
                count(lit(1)),
                functions.min_by(functions.struct("first", "max(number)"), col("first")))
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
}
