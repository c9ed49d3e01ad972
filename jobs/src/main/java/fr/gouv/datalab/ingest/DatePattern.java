package fr.gouv.datalab.ingest;

/**
 * Reads dates written with digits at fixed places, such as {@code dd/MM/yyyy}, straight from bytes.
 * Strict: the calendar has the day. Several times faster than {@code DateTimeFormatter}.
 */
public final class DatePattern {
  /** What {@link #epochDay} gives for what is not a date. */
  public static final long NOT_A_DATE = Long.MIN_VALUE;

  private final byte[] pattern;
  private final int year;
  private final int month;
  private final int day;

  /** A pattern of {@code yyyy}, {@code MM} and {@code dd}, each once. */
  public DatePattern(String pattern) {
    this.pattern = pattern.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    year = pattern.indexOf("yyyy");
    month = pattern.indexOf("MM");
    day = pattern.indexOf("dd");
    if (year < 0 || month < 0 || day < 0) {
      throw new IllegalArgumentException("Dates are written with yyyy, MM and dd: " + pattern);
    }
  }

  /** Days since 1970-01-01, or {@link #NOT_A_DATE}. */
  public long epochDay(byte[] text, int from, int to) {
    if (to - from != pattern.length) {
      return NOT_A_DATE;
    }
    for (int i = 0; i < pattern.length; i++) {
      byte p = pattern[i];
      byte c = text[from + i];
      boolean digit = p == 'y' || p == 'M' || p == 'd';
      if (digit ? c < '0' || c > '9' : c != p) {
        return NOT_A_DATE;
      }
    }
    int y = number(text, from + year, 4);
    int m = number(text, from + month, 2);
    int d = number(text, from + day, 2);
    if (m < 1 || m > 12 || d < 1 || d > 28 && d > java.time.YearMonth.of(y, m).lengthOfMonth()) {
      return NOT_A_DATE;
    }
    // Days of the proleptic Gregorian calendar, with March as the year's first month.
    int shifted = m <= 2 ? y - 1 : y;
    int era = Math.floorDiv(shifted, 400);
    int ofEra = shifted - era * 400;
    int ofYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int dayOfEra = ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear;
    return era * 146097L + dayOfEra - 719468;
  }

  private static int number(byte[] text, int from, int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + text[from + i] - '0';
    }
    return value;
  }
}
