package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.usecases.Step;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The views of one run, in a session of its own: what one use case names never meets what another
 * does.
 *
 * <p>A step's view is a plan, not a copy: Spark computes it when an output needs it.
 */
final class Views {
  private final SparkSession session;
  private final LocalDate asOf;

  Views(SparkSession session, LocalDate asOf) {
    this.session = session;
    this.asOf = asOf;
  }

  SparkSession session() {
    return session;
  }

  void put(String name, Dataset<Row> rows) {
    rows.createOrReplaceTempView(name);
  }

  Dataset<Row> get(String name) {
    return session.table(name);
  }

  /**
   * Makes the view of an SQL step. The one parameter is put into the text, as a literal: Delta's
   * parser does not pass Spark's named parameters on.
   */
  void run(Step.Sql step) {
    put(step.view(), session.sql(step.sql().replaceAll(":as_of\\b", "DATE'" + asOf + "'")));
  }
}
