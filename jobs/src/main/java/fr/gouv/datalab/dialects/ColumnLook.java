package fr.gouv.datalab.dialects;

import fr.gouv.datalab.ingest.DatePattern;
import java.util.List;
import java.util.Optional;

/**
 * What the values of one column look like, counted as they pass: of which form, in which patterns
 * of dates, with which mark before decimals. Keeps no value. Not thread-safe.
 */
public final class ColumnLook {
  /** The patterns of dates that are looked for; those of eight digits alone within 1800 to 2099. */
  public static final List<String> DATE_PATTERNS =
      List.of(
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "yyyy-MM-dd",
          "yyyy/MM/dd",
          "dd-MM-yyyy",
          "MM-dd-yyyy",
          "dd.MM.yyyy",
          "yyyyMMdd",
          "ddMMyyyy");

  /** Of a hundred values, so many are of a column's form: the others are its mistakes. */
  private static final double MOST = 0.99;

  private static final DatePattern[] PATTERNS =
      DATE_PATTERNS.stream().map(DatePattern::new).toArray(DatePattern[]::new);
  private static final long FIRST_DAY = java.time.LocalDate.of(1800, 1, 1).toEpochDay();
  private static final long LAST_DAY = java.time.LocalDate.of(2099, 12, 31).toEpochDay();

  private long values;
  private long empty;
  private long integers;
  private long zeroFirst;
  private long commas;
  private long points;
  private long grouped;
  private long scientific;
  private long threeDecimals;
  private long booleans;
  private long shortYears;
  private int digitsBefore;
  private int digitsAfter;
  private final long[] dates = new long[PATTERNS.length];
  private final long[] daysOnly = new long[PATTERNS.length];

  /** Takes one value: bytes of any encoding that has ASCII as a part. */
  public void take(byte[] text, int from, int to) {
    if (from == to) {
      empty++;
      return;
    }
    values++;
    byte first = text[from];
    boolean digit = first >= '0' && first <= '9';
    if (digit || first == '-' || first == '+') {
      number(text, from, to);
      if (digit && to - from >= 8 && to - from <= 10) {
        date(text, from, to);
      }
    } else if (to - from <= 5) {
      booleans += isBoolean(text, from, to) ? 1 : 0;
    }
  }

  private void number(byte[] text, int from, int to) {
    int p = from + (text[from] == '-' || text[from] == '+' ? 1 : 0);
    int start = p;
    while (p < to && text[p] >= '0' && text[p] <= '9') {
      p++;
    }
    int before = p - start;
    if (before == 0) {
      return;
    }
    boolean zero = text[start] == '0' && before > 1;
    if (p == to) {
      zeroFirst += zero ? 1 : 0;
      integers += zero ? 0 : 1;
      digitsBefore = zero ? digitsBefore : Math.max(digitsBefore, before);
      return;
    }
    byte mark = text[p];
    int decimals = p + 1;
    int end = decimals;
    while (end < to && text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    if ((mark == ',' || mark == '.') && end == to && end > decimals && !zero) {
      commas += mark == ',' ? 1 : 0;
      points += mark == '.' ? 1 : 0;
      threeDecimals += end - decimals == 3 && before <= 3 && text[start] != '0' ? 1 : 0;
      digitsBefore = Math.max(digitsBefore, before);
      digitsAfter = Math.max(digitsAfter, end - decimals);
    } else if (isScientific(text, start, to)) {
      scientific++;
    } else if (isGrouped(text, start, to)) {
      grouped++;
    } else if (before == 2 && mark == '/' && to - from == 8 && text[from + 5] == '/') {
      shortYears++;
    }
  }

  private static boolean isScientific(byte[] text, int from, int to) {
    int p = from;
    while (p < to && (text[p] >= '0' && text[p] <= '9' || text[p] == ',' || text[p] == '.')) {
      p++;
    }
    return p > from && p + 2 <= to - 1 && (text[p] == 'E' || text[p] == 'e') && text[p + 1] == '+';
  }

  private static boolean isGrouped(byte[] text, int from, int to) {
    boolean groups = false;
    int digits = 0;
    for (int p = from; p < to; p++) {
      byte c = text[p];
      if (c >= '0' && c <= '9') {
        digits++;
      } else if ((c == ' ' || c == '.' || c == ',' || c < 0) && digits <= 3) {
        groups |= digits > 0;
        digits = 0;
      } else {
        return false;
      }
    }
    return groups && digits > 0 && digits <= 3;
  }

  private void date(byte[] text, int from, int to) {
    long day0 = DatePattern.NOT_A_DATE;
    for (int i = 0; i < PATTERNS.length; i++) {
      long day = PATTERNS[i].epochDay(text, from, to);
      if (day == DatePattern.NOT_A_DATE || to - from == 8 && (day < FIRST_DAY || day > LAST_DAY)) {
        continue;
      }
      dates[i]++;
      if (i == 0 || i == 4) {
        day0 = day;
        daysOnly[i]++;
      } else if (i == 1 || i == 5) {
        // The same text read in both orders: decides nothing.
        daysOnly[i - 1] -= day0 == DatePattern.NOT_A_DATE ? 0 : 1;
        daysOnly[i] += day0 == DatePattern.NOT_A_DATE ? 1 : 0;
      } else {
        daysOnly[i]++;
      }
    }
  }

  private static boolean isBoolean(byte[] text, int from, int to) {
    return switch (new String(
        text, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      case "oui", "non", "true", "false", "Oui", "Non", "OUI", "NON", "TRUE", "FALSE" -> true;
      default -> false;
    };
  }

  /** How many values there were. */
  public long values() {
    return values;
  }

  /** How many were empty. */
  public long empty() {
    return empty;
  }

  /** How many can be read in a pattern of {@link #DATE_PATTERNS}. */
  public long dates(String pattern) {
    int at = DATE_PATTERNS.indexOf(pattern);
    return at < 0 ? 0 : dates[at];
  }

  /** How many can be read in that pattern and not with day and month the other way round. */
  public long decisive(String pattern) {
    int at = DATE_PATTERNS.indexOf(pattern);
    return at < 0 ? 0 : daysOnly[at];
  }

  /** The pattern in which most values are dates, when half of them are in one. */
  public Optional<String> datePattern() {
    int best = 0;
    for (int i = 1; i < dates.length; i++) {
      if (dates[i] > dates[best] || dates[i] == dates[best] && daysOnly[i] > daysOnly[best]) {
        best = i;
      }
    }
    return values > 0 && 2 * dates[best] >= values
        ? Optional.of(DATE_PATTERNS.get(best))
        : Optional.empty();
  }

  /** Numbers with a comma before their decimals. */
  public long commas() {
    return commas;
  }

  /** Numbers with a point before their decimals. */
  public long points() {
    return points;
  }

  /** Of those with a comma or a point, how many could as well be thousands: {@code 1.234}. */
  public long threeDecimals() {
    return threeDecimals;
  }

  /** Numbers whose thousands are set apart. */
  public long grouped() {
    return grouped;
  }

  /** Numbers as a spreadsheet writes long ones: {@code 1,23E+13}. */
  public long scientific() {
    return scientific;
  }

  /** Dates whose year has two digits. */
  public long shortYears() {
    return shortYears;
  }

  /** Digits alone, the first a zero. */
  public long zeroFirst() {
    return zeroFirst;
  }

  /** Digits that numbers have before their decimals, at most. */
  public int digitsBefore() {
    return digitsBefore;
  }

  /** Decimals that numbers have, at most. */
  public int digitsAfter() {
    return digitsAfter;
  }

  /** The share of values that are of a form; 0 where there is none. */
  public double share(ValueForm form) {
    long of =
        switch (form) {
          case EMPTY -> 0;
          case INTEGER -> integers;
          case DECIMAL -> integers + Math.max(commas, points);
          case DATE -> datePattern().map(this::dates).orElse(0L);
          case BOOLEAN -> booleans;
          case TEXT -> values;
        };
    return values == 0 ? 0 : (double) of / values;
  }

  /** The narrowest form that nearly all values have. */
  public ValueForm form() {
    if (values == 0) {
      return ValueForm.EMPTY;
    }
    for (ValueForm form :
        List.of(ValueForm.DATE, ValueForm.INTEGER, ValueForm.DECIMAL, ValueForm.BOOLEAN)) {
      if (share(form) >= MOST) {
        return form;
      }
    }
    return ValueForm.TEXT;
  }
}
