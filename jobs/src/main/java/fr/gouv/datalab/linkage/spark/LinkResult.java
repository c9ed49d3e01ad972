package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.linkage.LinkReport;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The pairs of a linkage, and its report. To be closed when the pairs have been read. */
public final class LinkResult implements AutoCloseable {
  private final Dataset<Row> best;
  private final Dataset<Row> pairs;
  private final LinkReport report;
  private final List<Runnable> held;

  LinkResult(Dataset<Row> best, Dataset<Row> pairs, LinkReport report, List<Runnable> held) {
    this.best = best;
    this.pairs = pairs;
    this.report = report;
    this.held = List.copyOf(held);
  }

  /** {@code left}, {@code right} (ids, of the sides' own types) and {@code probability}. */
  public Dataset<Row> pairs() {
    return pairs;
  }

  /** The same for any probability: what would be kept if the threshold were lower. */
  public Dataset<Row> best() {
    return best;
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
