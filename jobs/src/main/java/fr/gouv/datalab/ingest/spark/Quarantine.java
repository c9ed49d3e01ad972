package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.deliveries.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What a producer needs in order to correct a file: the lines of one delivery that were refused,
 * and why. No value is among it, not even a pseudonym.
 *
 * @param delivery that they came with
 * @param causes how many rows broke each rule at each column, most first
 * @param rows the first ones, in the order of the files
 */
public record Quarantine(Delivery delivery, List<Cause> causes, List<RefusedRow> rows) {
  /** Copies the lists. */
  public Quarantine {
    causes = List.copyOf(causes);
    rows = List.copyOf(rows);
  }

  /**
   * Why rows were refused.
   *
   * @param column name, empty where the rule is about the whole row
   * @param rule its stable name
   * @param reason in French
   * @param rows how many
   */
  public record Cause(String column, String rule, String reason, long rows) {}

  /**
   * One refused row.
   *
   * @param file its place in the delivery, from 1
   * @param line where it starts, from 1
   */
  public record RefusedRow(int file, long line, String column, String rule, String reason) {}

  /**
   * Reads what a delivery left in quarantine.
   *
   * @param table the quarantine of its dataset, this delivery's rows alone
   * @param limit how many rows are shown
   */
  static Quarantine of(Delivery delivery, Dataset<Row> table, int limit) {
    List<Cause> causes = new ArrayList<>();
    for (Row row :
        table
            .groupBy("colonne", "regle", "motif")
            .count()
            .orderBy(functions.desc("count"), functions.col("colonne"), functions.col("regle"))
            .collectAsList()) {
      causes.add(new Cause(row.getString(0), row.getString(1), row.getString(2), row.getLong(3)));
    }
    List<RefusedRow> rows = new ArrayList<>();
    for (Row row :
        table
            .select("fichier", "ligne", "colonne", "regle", "motif")
            .orderBy("fichier", "ligne")
            .limit(limit)
            .collectAsList()) {
      rows.add(
          new RefusedRow(
              row.getInt(0), row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
    }
    return new Quarantine(delivery, causes, rows);
  }

  /** Lines for a person. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, delivery %s: %,d rows in quarantine of %,d read%n",
            delivery.dataset(),
            delivery.id(),
            delivery.quarantined(),
            delivery.read()));
    for (Cause cause : causes) {
      text.append(
          String.format(
              Locale.ROOT,
              "%,10d  %-24s %-22s %s%n",
              cause.rows(),
              cause.column(),
              cause.rule(),
              cause.reason()));
    }
    for (RefusedRow row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "file %d, line %d: %s (%s)%n",
              row.file(),
              row.line(),
              row.column().isEmpty() ? row.rule() : row.column() + ", " + row.rule(),
              row.reason()));
    }
    return text.toString().stripTrailing();
  }
}
