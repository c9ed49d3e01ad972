package fr.gouv.datalab.catalogue;

import java.time.Period;
import java.util.Optional;

/**
 * How long rows are kept (GDPR, art. 5(1)(e)).
 *
 * @param period counted from the row's date: it expires on the day after its last
 * @param from the column that has that date, a date or a year, whose last day counts; empty, or
 *     where a row has none: the day of its delivery
 * @param quarantine how long a refused row is kept after its delivery
 */
public record Retention(Period period, Optional<String> from, Period quarantine) {
  /** How long refused rows are kept where the contract does not say. */
  public static final Period QUARANTINE = Period.ofYears(1);

  /** A period from the delivery. */
  public static Retention of(Period period) {
    return new Retention(period, Optional.empty(), shorter(QUARANTINE, period));
  }

  static Period shorter(Period a, Period b) {
    return a.toTotalMonths() * 31 + a.getDays() <= b.toTotalMonths() * 31 + b.getDays() ? a : b;
  }

  /** As the catalogue shows it. */
  @Override
  public String toString() {
    return period + from.map(column -> " after " + column).orElse(" after delivery");
  }
}
