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
 * @param notes what the person should know
 */
public record Ingested(
    String dataset,
    String delivery,
    boolean changed,
    long read,
    long accepted,
    long quarantined,
    List<String> notes) {
  /** Copies the notes. */
  public Ingested {
    notes = List.copyOf(notes);
  }

  static Ingested already(String dataset, List<String> notes) {
    return new Ingested(dataset, "", false, 0, 0, 0, notes);
  }

  static Ingested of(Delivery delivery, List<String> notes) {
    return new Ingested(
        delivery.dataset(),
        delivery.id(),
        true,
        delivery.read(),
        delivery.accepted(),
        delivery.quarantined(),
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
}
