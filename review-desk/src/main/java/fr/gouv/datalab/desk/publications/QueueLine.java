package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.releases.Release;
import java.util.List;

/**
 * A release in a list.
 *
 * @param release without files and decisions
 * @param days since its state last changed
 * @param missing seats whose approval is missing, as the reader may know them
 * @param forMe whether one of them is the reader's to give
 */
public record QueueLine(Release release, long days, List<String> missing, boolean forMe) {

  /** Copies the seats. */
  public QueueLine {
    missing = List.copyOf(missing);
  }
}
