package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.usecases.Step;
import java.time.LocalDate;
import java.util.Map;
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
  private final Map<String, LocalDate> dates;

  /**
   * The views of a run.
   *
   * @param dates what {@code :NAME} stands for in the steps, by name
   */
  Views(SparkSession session, Map<String, LocalDate> dates) {
    this.session = session;
    this.dates = Map.copyOf(dates);
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
   * Makes the view of an SQL step. Dates are put into the text, as literals: Delta's parser does
   * not pass Spark's named parameters on.
   */
  void run(Step.Sql step) {
    String sql = step.sql();
    for (Map.Entry<String, LocalDate> date : dates.entrySet()) {
      sql = sql.replaceAll(":" + date.getKey() + "\\b", "DATE'" + date.getValue() + "'");
    }
    put(step.view(), session.sql(sql));
  }
}
