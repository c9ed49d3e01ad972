package fr.gouv.datalab.desk;

import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.reports.French;
import fr.gouv.datalab.reports.ReleaseReport;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** What pages say, in one of the two languages; French is the first. */
public final class Words {
  private static final ZoneId ZONE = ZoneId.of("Europe/Paris");

  private final Locale locale;
  private final ResourceBundle bundle;

  private Words(Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle(
            "fr.gouv.datalab.desk.desk",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /**
   * The words of a language.
   *
   * @param language {@code en} for English; anything else is French
   */
  public static Words of(String language) {
    return new Words("en".equals(language) ? Locale.ENGLISH : Locale.FRENCH);
  }

  /** {@code fr} or {@code en}. */
  public String language() {
    return locale.getLanguage();
  }

  /** Whether the page is in French. */
  public boolean french() {
    return locale.equals(Locale.FRENCH);
  }

  /**
   * A sentence.
   *
   * @param values take the places of {@code {0}}, {@code {1}}...
   */
  public String t(String key, Object... values) {
    String text;
    try {
      text = bundle.getString(key);
    } catch (MissingResourceException e) {
      throw new IllegalArgumentException("No words for " + key + " in " + language() + ".", e);
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  /**
   * A sentence on a number of things: the one of {@code KEY.one} where it is of one. French says
   * none as it says one.
   *
   * @param values after the number, which takes the place of {@code {0}}
   */
  public String count(String key, long number, Object... values) {
    boolean one = french() ? number < 2 : number == 1;
    Object[] all = new Object[values.length + 1];
    all[0] = number(number);
    System.arraycopy(values, 0, all, 1, values.length);
    return t(one && has(key + ".one") ? key + ".one" : key, all);
  }

  /** Whether there is such a sentence. */
  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  /** A seat that approves, as readers know it. */
  public String seat(String seat) {
    if (seat.isEmpty()) {
      return t("seat.of.author");
    }
    if (seat.startsWith(Convention.ADMINISTRATOR)) {
      String party = seat.substring(Convention.ADMINISTRATOR.length());
      return t("seat.of.administrator", ReleaseReport.party(party));
    }
    return has("seat.of." + seat) ? t("seat.of." + seat) : ReleaseReport.seat(seat);
  }

  /** A whole number, grouped. */
  public String number(long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  /** A number with two decimals at the most. */
  public String decimal(double number) {
    NumberFormat format = NumberFormat.getInstance(locale);
    format.setMaximumFractionDigits(2);
    return format.format(number);
  }

  /** A share as a percentage. */
  public String percent(double share) {
    return french() ? French.percent(share) : String.format(Locale.ENGLISH, "%.1f %%", 100 * share);
  }

  /** A day. */
  public String day(LocalDate day) {
    return french()
        ? French.date(day)
        : DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).format(day);
  }

  /** The day of a moment, in Paris. */
  public String day(Instant time) {
    return day(time.atZone(ZONE).toLocalDate());
  }

  /** A moment, in Paris. */
  public String time(Instant time) {
    return french()
        ? French.time(time)
        : DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH)
            .format(time.atZone(ZONE));
  }
}
