package fr.gouv.datalab.cli.access;

import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.refusals.UsageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Moments as people write them: a whole day where conventions' dates begin, or an instant. */
final class Moments {
  private Moments() {}

  /** The first moment of what is written. */
  static Instant from(String option, String text) {
    return isDay(text) ? day(option, text, 0) : moment(option, text);
  }

  /** The first moment that is after what is written. */
  static Instant after(String option, String text) {
    return isDay(text) ? day(option, text, 1) : moment(option, text).plusMillis(1);
  }

  private static boolean isDay(String text) {
    return !text.contains("T");
  }

  private static Instant day(String option, String text, int more) {
    try {
      return LocalDate.parse(text).plusDays(more).atStartOfDay(Convention.ZONE).toInstant();
    } catch (DateTimeException e) {
      throw unread(option, text);
    }
  }

  private static Instant moment(String option, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw unread(option, text);
    }
  }

  private static UsageException unread(String option, String text) {
    return new UsageException(
        option
            + " cannot be read in `"
            + text
            + "`: write a day, 2026-01-31, or a moment, 2026-01-31T08:00:00Z.");
  }
}
