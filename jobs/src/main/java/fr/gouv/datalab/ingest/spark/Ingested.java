package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.deliveries.Delivery;
import java.util.List;

/**
 * What became of a delivery.
 *
 * @param dataset where it went
 * @param delivery its id, or an empty text when nothing of it was new
 * @param changed whether anything was ingested
 * @param read records in the files
 * @param accepted rows in the lake
 * @param quarantined rows in quarantine
 * @param dialects how each file was found to be written
 * @param repaired values that got their leading zeros back
 * @param report where the delivery's report is, or an empty text
 * @param notes what the person should know
 */
public record Ingested(
    String dataset,
    String delivery,
    boolean changed,
    long read,
    long accepted,
    long quarantined,
    List<String> dialects,
    long repaired,
    String report,
    List<String> notes) {
  /** Copies the lists. */
  public Ingested {
    dialects = List.copyOf(dialects);
    notes = List.copyOf(notes);
  }

  static Ingested already(String dataset, List<String> notes) {
    return new Ingested(dataset, "", false, 0, 0, 0, List.of(), 0, "", notes);
  }

  static Ingested of(
      Delivery delivery, List<String> dialects, long repaired, String report, List<String> notes) {
    return new Ingested(
        delivery.dataset(),
        delivery.id(),
        true,
        delivery.read(),
        delivery.accepted(),
        delivery.quarantined(),
        dialects,
        repaired,
        report,
        notes);
  }

  /** One line for a person. */
  public String line() {
    return changed
        ? dataset
            + ": "
            + read
            + " read = "
            + accepted
            + " accepted + "
            + quarantined
            + " quarantined (delivery "
            + delivery
            + ")"
        : dataset + ": this delivery is in the lake already; nothing changed";
  }

  /** All of it for a person: how the files were written, the line, what was mended, the report. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < dialects.size(); i++) {
      text.append(dialects.size() == 1 ? "" : "file " + (i + 1) + ": ")
          .append(dialects.get(i))
          .append('\n');
    }
    text.append(line());
    if (repaired > 0) {
      text.append('\n')
          .append(repaired)
          .append(" value(s) got their leading zeros back, as the contract allows");
    }
    return report.isEmpty() ? text.toString() : text.append("\nreport: ").append(report).toString();
  }
}
