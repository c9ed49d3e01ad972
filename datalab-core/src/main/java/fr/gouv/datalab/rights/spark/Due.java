package fr.gouv.datalab.rights.spark;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * What of a dataset is at its end.
 *
 * @param dataset the dataset
 * @param retention as its contract says it
 * @param rows in the lake
 * @param quarantined rows in quarantine
 * @param begun whether an expiry began and was cut short
 * @param next the first day on which a delivery will be due; empty where a column decides
 */
public record Due(
    String dataset,
    String retention,
    long rows,
    long quarantined,
    boolean begun,
    Optional<LocalDate> next) {
  /** Whether there is something to do. */
  public boolean isDue() {
    return begun || rows + quarantined > 0;
  }

  /** One line for a person. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "  %-28s %-22s %,d rows and %,d in quarantine are due%s%s",
        dataset,
        retention,
        rows,
        quarantined,
        next.map(day -> "; the next on " + day).orElse(""),
        begun ? "; an expiry was cut short" : "");
  }
}
