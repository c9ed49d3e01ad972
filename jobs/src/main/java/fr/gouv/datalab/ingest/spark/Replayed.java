package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.deliveries.Delivery;
import java.util.List;
import java.util.Locale;

/**
 * What became of the refused rows of one delivery that were judged again.
 *
 * @param dataset the delivery's
 * @param delivery whose rows they are
 * @param changed whether anything did
 * @param judged rows that were opened
 * @param passed of these, those that are in the lake now
 * @param stay of these, those that are refused again
 * @param notJudged rows that cannot be judged again, by reason
 * @param read records in the delivery's files
 * @param accepted its rows in the lake
 * @param quarantined its refused rows
 */
public record Replayed(
    String dataset,
    String delivery,
    boolean changed,
    long judged,
    long passed,
    long stay,
    List<NotJudged> notJudged,
    long read,
    long accepted,
    long quarantined) {
  /** Copies the list. */
  public Replayed {
    notJudged = List.copyOf(notJudged);
  }

  /**
   * Rows that cannot be judged again.
   *
   * @param rows how many
   * @param reason a sentence, with what would correct them
   */
  public record NotJudged(long rows, String reason) {}

  static Replayed of(
      Delivery delivery, boolean changed, long judged, long passed, List<NotJudged> notJudged) {
    return new Replayed(
        delivery.dataset(),
        delivery.id(),
        changed,
        judged,
        passed,
        judged - passed,
        notJudged,
        delivery.read(),
        delivery.accepted(),
        delivery.quarantined());
  }

  /** Lines for a person. */
  public String text() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s, delivery %s: %,d refused rows judged again, %,d are in the lake now, %,d stay;"
                    + " %d read = %d accepted + %d quarantined",
                dataset,
                delivery,
                judged,
                passed,
                stay,
                read,
                accepted,
                quarantined));
    for (NotJudged each : notJudged) {
      text.append(String.format(Locale.ROOT, "%n  %,d not judged: %s", each.rows, each.reason));
    }
    return text.toString();
  }
}
