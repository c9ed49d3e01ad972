package fr.gouv.datalab.quality;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What was counted of one column. Bounded: numbers of which too many differ are counted by the
 * classes of a fixed series, codes by their first characters, then by their length. Not
 * thread-safe; parts that several tasks counted are added up.
 */
public final class ColumnTally implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1024;

  /** Where the classes of numbers begin: 1, 1.5, 2, 3, 5, 7 times each power of ten. */
  private static final long[] SERIES = series();

  private final Tally absent = new Tally();
  private final Tally present = new Tally();
  private final Map<Long, Tally> numbers = new HashMap<>();
  private final Map<String, Tally> codes = new HashMap<>();
  private Measure measure;
  private boolean series;
  private long repaired;

  /** Begins to count by that measure. */
  public ColumnTally(Measure measure) {
    this.measure = measure;
  }

  private static long[] series() {
    long[] edges = new long[6 * 18];
    int n = 0;
    long power = 1;
    for (int exponent = 0; exponent < 18; exponent++) {
      for (int tenths : new int[] {10, 15, 20, 30, 50, 70}) {
        long edge = exponent == 0 ? tenths / 10 : power / 10 * tenths;
        if (n == 0 || edges[n - 1] < edge) {
          edges[n++] = edge;
        }
      }
      power *= 10;
    }
    return Arrays.copyOf(edges, n);
  }

  /** Counts a row without a value; every row, whatever the sample. */
  public void absent(long unit) {
    absent.add(unit);
  }

  /** Counts a row whose leading zeros were given back. */
  public void repaired() {
    repaired++;
  }

  /** Counts a value of which nothing is looked at. */
  public void present(long unit) {
    present.add(unit);
  }

  /** Counts a number: a month for {@link Measure#MONTH}, a length for {@link Measure#LENGTH}. */
  public void number(long value, long unit) {
    numbers.computeIfAbsent(series ? inSeries(value) : value, k -> new Tally()).add(unit);
    if (!series && numbers.size() > MOST) {
      toSeries();
    }
  }

  /** Counts a code. */
  public void code(String code, long unit) {
    if (measure == Measure.LENGTH) {
      number(code.length(), unit);
      return;
    }
    codes
        .computeIfAbsent(measure == Measure.PREFIX ? prefix(code) : code, k -> new Tally())
        .add(unit);
    if (codes.size() > MOST) {
      coarser();
    }
  }

  private static String prefix(String code) {
    return code.length() <= 2 ? code : code.substring(0, code.offsetByCodePoints(0, 2));
  }

  private static long inSeries(long value) {
    if (value == 0 || value == Long.MIN_VALUE) {
      return value == 0 ? 0 : -SERIES[SERIES.length - 1];
    }
    int at = Arrays.binarySearch(SERIES, Math.abs(value));
    long edge = SERIES[at >= 0 ? at : -at - 2];
    return value > 0 ? edge : -edge;
  }

  private void toSeries() {
    series = true;
    Map<Long, Tally> exact = new HashMap<>(numbers);
    numbers.clear();
    exact.forEach(
        (value, tally) -> numbers.computeIfAbsent(inSeries(value), k -> new Tally()).add(tally));
  }

  /** Counts codes by their first characters from now on, or by their length. */
  void coarser() {
    Map<String, Tally> fine = new HashMap<>(codes);
    codes.clear();
    if (measure == Measure.VALUE) {
      measure = Measure.PREFIX;
      fine.forEach(
          (code, tally) -> codes.computeIfAbsent(prefix(code), k -> new Tally()).add(tally));
    } else {
      measure = Measure.LENGTH;
      // Of prefixes only the length of the shortest is known: what was counted counts as two.
      fine.forEach(
          (code, tally) ->
              numbers.computeIfAbsent((long) code.length(), k -> new Tally()).add(tally));
    }
  }

  /** Adds what another task counted of the same column. */
  public void add(ColumnTally other) {
    absent.add(other.absent);
    present.add(other.present);
    repaired += other.repaired;
    while (measure.compareTo(other.measure) < 0 && measure != Measure.PRESENCE) {
      coarser();
    }
    while (other.measure.compareTo(measure) < 0 && other.measure != Measure.PRESENCE) {
      other.coarser();
    }
    if (other.series && !series) {
      toSeries();
    }
    other.numbers.forEach(
        (value, tally) ->
            numbers.computeIfAbsent(series ? inSeries(value) : value, k -> new Tally()).add(tally));
    if (!series && numbers.size() > MOST) {
      toSeries();
    }
    other.codes.forEach((code, tally) -> codes.computeIfAbsent(code, k -> new Tally()).add(tally));
    if (codes.size() > MOST) {
      coarser();
    }
  }

  /** By what it was counted in the end. */
  public Measure measure() {
    return measure;
  }

  /** Whether numbers were counted by the classes of the series, each under its first number. */
  boolean isSeries() {
    return series;
  }

  /** The number after the last of a class of the series. */
  static long endInSeries(long first) {
    if (first == 0) {
      return 1;
    }
    int at = Arrays.binarySearch(SERIES, Math.abs(first));
    if (first < 0) {
      return first + 1;
    }
    return at + 1 < SERIES.length ? SERIES[at + 1] : Long.MAX_VALUE;
  }

  /** The first number of a class of the series. */
  static long startInSeries(long edge) {
    if (edge >= 0) {
      return edge;
    }
    int at = Arrays.binarySearch(SERIES, -edge);
    return at + 1 < SERIES.length ? -SERIES[at + 1] + 1 : Long.MIN_VALUE;
  }

  /** Rows without a value. */
  Tally absentRows() {
    return absent;
  }

  /** Rows with one, where no more is looked at. */
  Tally presentRows() {
    return present;
  }

  /** Values that got their leading zeros back. */
  public long repairedRows() {
    return repaired;
  }

  Map<Long, Tally> numbers() {
    return numbers;
  }

  Map<String, Tally> codes() {
    return codes;
  }
}
