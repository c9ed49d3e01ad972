package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.deliveries.DeliveredFile;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.ingest.ProducerSeal;

/**
 * Whether the lake has the rows of a file already: the same in clear and tokenised are the same.
 */
final class KnownSources {
  private final Deliveries deliveries;

  KnownSources(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  /**
   * Whether a file of the dataset was made of that file in clear, or is it.
   *
   * @param source keyed hash of a file in clear
   */
  boolean has(String dataset, ProducerSeal producer, String source) {
    for (DeliveredFile known : deliveries.files(dataset)) {
      String other = known.source().orElseGet(() -> producer.source(known.sha256()));
      if (source.equals(other)) {
        return true;
      }
    }
    return false;
  }
}
