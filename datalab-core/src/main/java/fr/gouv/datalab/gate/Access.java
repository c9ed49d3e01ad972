package fr.gouv.datalab.gate;

import java.time.Instant;
import java.util.List;

/**
 * One line of the access log: who asked to read one dataset.
 *
 * @param sequence the journal's record of the opening
 * @param time when it was asked
 * @param person who asked
 * @param convention under which convention
 * @param useCase for which use case
 * @param dataset which dataset
 * @param columns which columns of it
 * @param verdict {@code granted}, or {@code refused} and the article
 */
public record Access(
    long sequence,
    Instant time,
    String person,
    String convention,
    String useCase,
    String dataset,
    List<String> columns,
    String verdict) {
  /** Copies the columns. */
  public Access {
    columns = List.copyOf(columns);
  }

  /** Whether it was granted. */
  public boolean granted() {
    return verdict.equals(AccessLog.GRANTED);
  }
}
