package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.RowRule;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Of refused rows that cannot be judged again how many there are, and why. */
final class NotReplayable {
  private static final String CORRECT =
      " have the producer correct them (`quarantine replay DELIVERY --correction FILE`).";

  private NotReplayable() {}

  /**
   * By reason, those that there are.
   *
   * @param refused the refused rows of a delivery
   */
  static List<Replayed.NotJudged> of(Dataset<Row> refused) {
    List<String> columns = List.of(refused.columns());
    boolean sealing = columns.contains(QuarantinePass.SEALED);
    Column kept = sealing ? functions.col(QuarantinePass.SEALED).isNotNull() : functions.lit(false);
    Column form = sealing ? functions.col(QuarantinePass.FORM) : functions.lit(null);
    Dataset<Row> left = refused.where(functions.not(kept));
    Column rule = functions.col("regle");
    Column shapeless = rule.equalTo(RowRule.COLUMNS.id());
    Column erased = rule.equalTo(RowRule.ERASED.id());
    Column old = functions.not(shapeless).and(functions.not(erased)).and(form.isNull());
    Column told = functions.not(shapeless).and(functions.not(erased)).and(form.isNotNull());
    List<Replayed.NotJudged> found = new ArrayList<>();
    add(
        found,
        left.where(shapeless),
        "their form is wrong, which no contract changes, and nothing of them is kept;" + CORRECT);
    add(found, left.where(erased), "they name a person who was erased; nothing of them is kept.");
    add(
        found,
        left.where(told),
        "the producer's own stage refused a value and did not send it: have the file corrected and"
            + " tokenised anew there.");
    add(found, left.where(old), "they came before quarantine kept rows sealed;" + CORRECT);
    return found;
  }

  private static void add(List<Replayed.NotJudged> found, Dataset<Row> rows, String reason) {
    long count = rows.count();
    if (count > 0) {
      found.add(new Replayed.NotJudged(count, reason));
    }
  }
}
