package fr.gouv.datalab.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads the records of one file against a contract: each is good, or breaks a rule at a column. The
 * first broken rule in the order of the contract's columns is the one that is told.
 *
 * <p>Not thread-safe; allocates nothing for a good row once warm.
 */
public final class RowReader {
  private static final byte[] NOTHING = new byte[0];

  private final List<ColumnFormat> columns;
  private final ColumnCheck[] checks;
  private final int[] place;
  private final int width;
  private final boolean windows;

  private final byte[][] text;
  private final int[] from;
  private final int[] to;
  private final long[] number;
  private byte[] scratch = new byte[1 << 10];
  private int scratched;

  private final int[] repaired;
  private int repairs;
  private int column;
  private int detail;

  /** A reader for files of one format. A column that the header lacks is empty in every row. */
  public RowReader(RowFormat format) {
    columns = format.columns();
    width = format.header().size();
    windows = format.charset().equals(Windows1252.CHARSET.name());
    int n = columns.size();
    checks = new ColumnCheck[n];
    place = new int[n];
    for (int i = 0; i < n; i++) {
      checks[i] = new ColumnCheck(columns.get(i), format);
      place[i] = format.header().indexOf(columns.get(i).name().toLowerCase(Locale.ROOT));
    }
    text = new byte[n][];
    from = new int[n];
    to = new int[n];
    number = new long[n];
    repaired = new int[n];
  }

  /** The contract's columns that a file has, to whose places all numbers here refer. */
  List<ColumnFormat> columns() {
    return columns;
  }

  /** Takes the record's fields, without holding them against anything. */
  public boolean take(Records record) {
    column = -1;
    detail = 0;
    scratched = 0;
    repairs = 0;
    if (record.malformed() || record.fields() != width) {
      return false;
    }
    for (int i = 0; i < place.length; i++) {
      int field = place[i];
      if (field < 0) {
        slice(i, NOTHING, 0, 0);
        continue;
      }
      slice(i, record.buffer(), record.from(field), record.to(field));
      if (record.hasDoubledQuotes(field) || windows && hasHigh(i)) {
        decode(i, record.hasDoubledQuotes(field));
      }
      if (columns.get(i).width() > 0) {
        repair(i, columns.get(i).width());
      }
    }
    return true;
  }

  /** The rule that the record breaks, or null; then its values can be asked. */
  public RowRule read(Records record) {
    if (!take(record)) {
      return RowRule.COLUMNS;
    }
    for (int i = 0; i < checks.length; i++) {
      RowRule broken = check(i);
      if (broken != null) {
        column = i;
        detail = checks[i].detail();
        return broken;
      }
    }
    return null;
  }

  /** Holds one value alone against its column, after {@link #take}. */
  public RowRule check(int at) {
    RowRule broken = checks[at].broken(text[at], from[at], to[at]);
    number[at] = checks[at].number();
    return broken;
  }

  /** The column at which the last record broke a rule, or -1. */
  public int column() {
    return column;
  }

  /** For a refused identifier, the code of its refusal; otherwise 0. */
  public int detail() {
    return detail;
  }

  /** Whether the value is absent. */
  public boolean isAbsent(int at) {
    return from[at] == to[at];
  }

  /** Whether {@link #number} holds the value, rather than the bytes. */
  public boolean isNumber(int at) {
    return checks[at].isNumber();
  }

  /** A good number: an integer, an unscaled decimal, days since 1970, or 0 and 1. */
  public long number(int at) {
    return number[at];
  }

  /** A good identifier in its normalised form, at the start of these bytes. */
  public byte[] normalised(int at) {
    return checks[at].normalised();
  }

  /** How many bytes the normalised identifier takes. */
  public int normalisedLength(int at) {
    return checks[at].normalisedLength();
  }

  /** The value's text in UTF-8, which the next record overwrites. */
  public byte[] text(int at) {
    return text[at];
  }

  /** Where the text starts. */
  public int from(int at) {
    return from[at];
  }

  /** Where the text ends. */
  public int to(int at) {
    return to[at];
  }

  /** How many values of the last record got their leading zeros back. */
  public int repairs() {
    return repairs;
  }

  /** The place of one of them, from 0. */
  public int repaired(int i) {
    return repaired[i];
  }

  /** Gives a value its leading zeros back, where it is wrong without them and right with them. */
  private void repair(int at, int width) {
    int length = to[at] - from[at];
    if (length == 0 || length >= width) {
      return;
    }
    byte[] bytes = text[at];
    for (int p = from[at]; p < to[at]; p++) {
      if (bytes[p] < '0' || bytes[p] > '9') {
        return;
      }
    }
    if (checks[at].broken(bytes, from[at], to[at]) == null) {
      return;
    }
    room(width);
    Arrays.fill(scratch, scratched, scratched + width - length, (byte) '0');
    System.arraycopy(bytes, from[at], scratch, scratched + width - length, length);
    if (checks[at].broken(scratch, scratched, scratched + width) == null) {
      slice(at, scratch, scratched, scratched + width);
      scratched += width;
      repaired[repairs++] = at;
    }
  }

  private void room(int bytes) {
    if (scratched + bytes > scratch.length) {
      // Slices already given keep the array that they were cut from.
      scratch = new byte[Math.max(scratch.length * 2, bytes)];
      scratched = 0;
    }
  }

  private void slice(int at, byte[] bytes, int begin, int end) {
    text[at] = bytes;
    from[at] = begin;
    to[at] = end;
  }

  private boolean hasHigh(int at) {
    byte[] bytes = text[at];
    for (int p = from[at]; p < to[at]; p++) {
      if (bytes[p] < 0) {
        return true;
      }
    }
    return false;
  }

  private void decode(int at, boolean doubledQuotes) {
    room((to[at] - from[at]) * 3);
    byte[] bytes = text[at];
    int end = scratched;
    for (int p = from[at]; p < to[at]; p++) {
      if (windows) {
        end = Windows1252.append(bytes[p], scratch, end);
      } else {
        scratch[end++] = bytes[p];
      }
      if (doubledQuotes && bytes[p] == '"') {
        p++;
      }
    }
    slice(at, scratch, scratched, end);
    scratched = end;
  }

  @Override
  public String toString() {
    return "RowReader" + Arrays.toString(place);
  }
}
