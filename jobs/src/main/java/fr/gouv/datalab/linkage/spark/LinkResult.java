package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.col;

import fr.gouv.datalab.linkage.LinkReport;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** The pairs of a linkage, and its report. To be closed when the pairs have been read. */
public final class LinkResult implements AutoCloseable {
  private final Supplier<Dataset<Row>> best;
  private final JavaRDD<InternalRow> rows;
  private final double threshold;
  private final LinkReport report;
  private final List<Runnable> held;

  /**
   * @param best each row's best pairs, as a table
   * @param rows the same, without Spark SQL
   */
  LinkResult(
      Supplier<Dataset<Row>> best,
      JavaRDD<InternalRow> rows,
      double threshold,
      LinkReport report,
      List<Runnable> held) {
    this.best = best;
    this.rows = rows;
    this.threshold = threshold;
    this.report = report;
    this.held = List.copyOf(held);
  }

  /** {@code left}, {@code right} (ids, of the sides' own types) and {@code probability}. */
  public Dataset<Row> pairs() {
    return best().filter(col("probability").geq(threshold));
  }

  /** The same for any probability: what would be kept if the threshold were lower. */
  public Dataset<Row> best() {
    return best.get();
  }

  /** The pairs kept, in the order of their left rows' numbers, where ids are such numbers. */
  Iterator<long[]> inOrder() {
    return PairsInOrder.of(rows, threshold, report.leftRows());
  }

  /** What was done. */
  public LinkReport report() {
    return report;
  }

  /** Lets go of what Spark holds; the pairs can no longer be read cheaply. */
  @Override
  public void close() {
    held.forEach(Runnable::run);
  }
}
