package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * The assignment where each row has one counterpart at most, on both sides: the odds of a pair
 * given that, by sums and products of messages between rows (belief propagation on the graph of
 * pairs; exact where it is a tree).
 */
final class OneToOne {
  private static final int EXCHANGES = 3;

  private OneToOne() {}

  /**
   * Columns {@code left}, {@code right}, {@code probability}, and {@code chosen}: whether a pair is
   * the best of both its rows.
   *
   * @param scored columns {@code left}, {@code right}, {@code odds}
   */
  static Dataset<Row> assigned(Dataset<Row> scored) {
    Dataset<Row> pairs = scored.withColumn("toRight", col("odds"));
    for (int exchange = 0; exchange < EXCHANGES; exchange++) {
      pairs = pairs.withColumn("toLeft", message("toRight", "right"));
      pairs = pairs.withColumn("toRight", message("toLeft", "left"));
    }
    Column belief = col("toLeft").multiply(col("toRight")).divide(col("odds"));
    return pairs
        .withColumn("toLeft", message("toRight", "right"))
        .withColumn("belief", belief)
        .withColumn("probability", round(col("belief").divide(col("belief").plus(1)), 9))
        .withColumn("chosen", best("right", "left").and(best("left", "right")))
        .drop("toLeft", "toRight", "odds", "belief");
  }

  private static Column message(String received, String row) {
    Column others = functions.greatest(total(col(received), row).minus(col(received)), lit(0.0));
    return col("odds").divide(others.plus(1));
  }

  private static Column total(Column odds, String row) {
    String other = row.equals("right") ? "left" : "right";
    WindowSpec all =
        Window.partitionBy(row)
            .orderBy(other)
            .rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    return sum(odds).over(all);
  }

  private static Column best(String row, String other) {
    return row_number()
        .over(Window.partitionBy(row).orderBy(col("probability").desc(), col(other)))
        .equalTo(1);
  }
}
