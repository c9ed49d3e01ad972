package fr.gouv.datalab.quality;

import fr.gouv.datalab.reports.French;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sorts what was counted on a line into classes that a person can read, before protection. */
final class Classes {
  private static final int EACH = 24;
  private static final int MOST = 20;
  private static final long[] MONTHS = {1, 3, 6, 12, 24, 60, 120, 240, 600, 1200};
  private static final String[] SHORT = {
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc."
  };

  /**
   * One class.
   *
   * @param from first number
   * @param to the number after its last
   */
  record Class(long from, long to, Tally tally) {}

  private final Measure measure;
  private final int scale;
  private final boolean years;

  /**
   * Classes of a column.
   *
   * @param scale decimals of its numbers, which are counted without their mark
   * @param years whether its numbers are years
   */
  Classes(Measure measure, int scale, boolean years) {
    this.years = years;
    this.measure = measure;
    this.scale = scale;
  }

  /** The classes in order; between two there may be numbers that no row has. */
  List<Class> of(ColumnTally tally) {
    TreeMap<Long, Tally> numbers = new TreeMap<>(tally.numbers());
    List<Class> classes = new ArrayList<>();
    if (tally.isSeries()) {
      numbers.forEach(
          (edge, t) ->
              classes.add(
                  new Class(ColumnTally.startInSeries(edge), ColumnTally.endInSeries(edge), t)));
      return classes;
    }
    long width = numbers.size() <= EACH ? 1 : width(numbers);
    TreeMap<Long, Tally> wide = new TreeMap<>();
    for (Map.Entry<Long, Tally> entry : numbers.entrySet()) {
      long from = Math.floorDiv(entry.getKey(), width) * width;
      wide.computeIfAbsent(from, k -> new Tally()).add(entry.getValue());
    }
    wide.forEach((from, t) -> classes.add(new Class(from, from + width, t)));
    return classes;
  }

  private long width(TreeMap<Long, Tally> numbers) {
    long range = numbers.lastKey() - numbers.firstKey();
    if (measure == Measure.MONTH) {
      for (long months : MONTHS) {
        if (range / months < MOST) {
          return months;
        }
      }
    }
    long power = 1;
    while (true) {
      for (int times : new int[] {1, 2, 5}) {
        if (range / (power * times) < MOST) {
          return power * times;
        }
      }
      power *= 10;
    }
  }

  /** The label of a class that stands for itself. */
  String label(long from, long to) {
    if (to - from == 1) {
      return number(from);
    }
    if (measure == Measure.MONTH && from % 12 == 0 && to % 12 == 0) {
      String first = Long.toString(Math.floorDiv(from, 12));
      return to - from == 12 ? first : "de " + first + " à " + (Math.floorDiv(to, 12) - 1);
    }
    return "de " + number(from) + " à " + number(to - 1);
  }

  /** The label of everything before. */
  String below(long to) {
    return measure == Measure.MONTH ? "avant " + month(to) : "moins de " + number(to);
  }

  /** The label of everything after. */
  String above(long from) {
    return measure == Measure.MONTH ? "depuis " + month(from) : number(from) + " et plus";
  }

  private String month(long value) {
    return value % 12 == 0 ? Long.toString(Math.floorDiv(value, 12)) : number(value);
  }

  private String number(long value) {
    if (measure == Measure.MONTH) {
      return SHORT[(int) Math.floorMod(value, 12L)] + " " + Math.floorDiv(value, 12);
    }
    BigDecimal number = BigDecimal.valueOf(value, scale);
    return years ? number.toPlainString() : French.number(number.doubleValue());
  }
}
