package fr.gouv.datalab.sample.work;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An employment contract.
 *
 * @param nature {@code CDI, CDD, CTT, APP, PRO, STAGE}
 * @param end empty when it still runs
 */
public record Contract(String nature, LocalDate start, Optional<LocalDate> end) {

  /** True when it covers the day and is employment: an internship is not. */
  public boolean employs(LocalDate day) {
    return !nature.equals("STAGE")
        && !start.isAfter(day)
        && (end.isEmpty() || !end.get().isBefore(day));
  }

  /** True for a permanent contract. */
  public boolean permanent() {
    return nature.equals("CDI");
  }
}
