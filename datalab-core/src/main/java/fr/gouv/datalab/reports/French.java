package fr.gouv.datalab.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Figures and dates as a French reader writes them. Written out here rather than taken from the
 * platform's locale, so that a report's bytes do not change with the platform.
 */
public final class French {
  private static final char SPACE = '\u00a0';
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Set<String> PREPOSITIONS =
      Set.of("de", "du", "des", "en", "à", "au", "aux", "par", "sur", "sans", "et");
  private static final List<String> MONTHS =
      List.of(
          "janvier",
          "février",
          "mars",
          "avril",
          "mai",
          "juin",
          "juillet",
          "août",
          "septembre",
          "octobre",
          "novembre",
          "décembre");

  private French() {}

  /** {@code 12 345}, or with at most two decimals {@code 12 345,67}. */
  public static String number(double value) {
    return format(value, 0, value == Math.rint(value) ? 0 : 2);
  }

  /** A share between 0 and 1 as {@code 4,2 %}. */
  public static String percent(double share) {
    return format(100 * share, 1, 1) + SPACE + "%";
  }

  private static String format(double value, int fewest, int most) {
    DecimalFormatSymbols symbols = new DecimalFormatSymbols(Locale.ROOT);
    symbols.setGroupingSeparator(SPACE);
    symbols.setDecimalSeparator(',');
    DecimalFormat format = new DecimalFormat("#,##0", symbols);
    format.setMinimumFractionDigits(fewest);
    format.setMaximumFractionDigits(most);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(BigDecimal.valueOf(value));
  }

  /** {@code 1er janvier 2026}. */
  public static String date(LocalDate date) {
    return (date.getDayOfMonth() == 1 ? "1er" : Integer.toString(date.getDayOfMonth()))
        + SPACE
        + MONTHS.get(date.getMonthValue() - 1)
        + SPACE
        + date.getYear();
  }

  /** {@code 24 novembre 2026}, in Paris. */
  public static String date(Instant time) {
    return date(time.atZone(PARIS).toLocalDate());
  }

  /** {@code 24 novembre 2026 à 8 h 05}, in Paris. */
  public static String time(Instant time) {
    ZonedDateTime paris = time.atZone(PARIS);
    return date(paris.toLocalDate())
        + " à "
        + paris.getHour()
        + SPACE
        + "h"
        + SPACE
        + String.format(Locale.ROOT, "%02d", paris.getMinute());
  }

  /** {@code 1 case}, {@code 2 cases}: the word in the plural from two on. */
  public static String count(long number, String one, String several) {
    return number(number) + SPACE + (number < 2 ? one : several);
  }

  /**
   * A noun and its adjectives in the plural: {@code foyer fiscal} gives {@code foyers fiscaux}.
   * Stops at a preposition; what is in the plural already stays.
   */
  public static String plural(String unit) {
    StringBuilder plural = new StringBuilder();
    boolean more = true;
    for (String word : unit.split(" ")) {
      more = more && !PREPOSITIONS.contains(word) && !word.contains("'") && !word.contains("’");
      plural.append(plural.isEmpty() ? "" : " ").append(more ? pluralWord(word) : word);
    }
    return plural.toString();
  }

  private static String pluralWord(String word) {
    if (word.isEmpty() || word.matches(".*([sxz]|[^a-zà-ÿ])$")) {
      return word;
    }
    if (word.endsWith("al")) {
      return word.substring(0, word.length() - 1) + "ux";
    }
    return word + (word.endsWith("eau") || word.endsWith("eu") ? "x" : "s");
  }

  /** With a capital first. */
  public static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.FRENCH) + text.substring(1);
  }

  /** Without one. */
  public static String lower(String text) {
    return text.substring(0, 1).toLowerCase(Locale.FRENCH) + text.substring(1);
  }
}
