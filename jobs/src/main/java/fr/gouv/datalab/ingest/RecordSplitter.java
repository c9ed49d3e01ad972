package fr.gouv.datalab.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts bytes into the records and fields of RFC 4180, with another separator where asked: quoted
 * fields may hold separators, line breaks and doubled quotes; a record ends at a line feed, a
 * carriage return, or both. Works on any encoding that has ASCII as a part.
 *
 * <p>Allocates nothing for a record. Fields are slices of {@link #buffer()}, valid until the next
 * call. Not thread-safe. About half a nanosecond a byte.
 */
public final class RecordSplitter implements TextRecords {
  /** A record longer than this is an unclosed quote, not a record. */
  static final int LONGEST_RECORD = 1 << 20;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final InputStream in;
  private final boolean quotes;
  private final byte separator;
  private final long separators;
  private byte[] buffer = new byte[1 << 18];
  private int limit;
  private int start;
  private boolean ended;

  private int[] from = new int[64];
  private int[] to = new int[64];
  private boolean[] doubled = new boolean[64];
  private int fields;
  private boolean malformed;
  private long line;
  private long nextLine;
  private long consumed;
  private long offset;

  /**
   * Reads from where the stream stands, which must be the start of a record.
   *
   * @param firstLine physical line where it stands, counted from 1
   */
  public RecordSplitter(InputStream in, char separator, long firstLine) {
    this(in, separator, true, firstLine);
  }

  private RecordSplitter(InputStream in, char separator, boolean quotes, long firstLine) {
    this.in = in;
    this.quotes = quotes;
    this.separator = (byte) separator;
    separators = ONES * this.separator;
    this.nextLine = firstLine;
  }

  /** Whole lines, each a record of one field: no quotes, and no separator but a zero byte. */
  static RecordSplitter ofLines(InputStream in, long firstLine) {
    return new RecordSplitter(in, '\0', false, firstLine);
  }

  /**
   * Goes to the next record.
   *
   * @return whether there was one
   * @throws UnclosedRecordException when a record has no end within {@link #LONGEST_RECORD} bytes
   */
  @Override
  public boolean next() throws IOException {
    while (true) {
      int end = scan();
      if (end >= 0) {
        offset = consumed + start;
        start = end;
        return true;
      }
      if (ended && start >= limit) {
        return false;
      }
      fill();
    }
  }

  /** The end of the record that begins at {@link #start}, or -1 when more bytes are needed. */
  private int scan() {
    int p = start;
    if (p >= limit) {
      return -1;
    }
    fields = 0;
    malformed = false;
    long lines = 1;
    byte[] b = buffer;
    int n = limit;
    while (true) {
      int begin = p;
      int finish;
      boolean twice = false;
      if (quotes && p < n && b[p] == '"') {
        p++;
        begin = p;
        while (true) {
          if (p >= n) {
            return -1;
          }
          byte c = b[p];
          if (c == '"') {
            if (p + 1 >= n && !ended) {
              return -1;
            }
            if (p + 1 < n && b[p + 1] == '"') {
              twice = true;
              p += 2;
              continue;
            }
            break;
          }
          if (c == '\n' || c == '\r' && (p + 1 >= n || b[p + 1] != '\n')) {
            lines++;
          }
          p++;
        }
        finish = p;
        p++;
        while (p < n && b[p] != separator && b[p] != '\n' && b[p] != '\r') {
          malformed = true;
          p++;
        }
      } else {
        p = endOfField(b, p, n);
        finish = p;
      }
      if (p >= n && !ended) {
        return -1;
      }
      keep(begin, finish, twice);
      if (p < n && b[p] == separator) {
        p++;
        if (p >= n && !ended) {
          return -1;
        }
        continue;
      }
      if (p < n && b[p] == '\r') {
        if (p + 1 >= n && !ended) {
          return -1;
        }
        p++;
        if (p < n && b[p] == '\n') {
          p++;
        }
      } else if (p < n) {
        p++;
      }
      line = nextLine;
      nextLine += lines;
      return p;
    }
  }

  /** Where the first separator or line break stands, eight bytes looked at together. */
  private int endOfField(byte[] b, int from, int n) {
    int p = from;
    while (p < n) {
      if (p + Long.BYTES <= n) {
        long eight = (long) EIGHT.get(b, p);
        long differs = eight ^ separators;
        // A byte under 14, or equal to the separator, sets its high bit; none before it is set.
        long found = ((eight - ONES * 14 & ~eight) | (differs - ONES & ~differs)) & HIGH_BITS;
        if (found == 0) {
          p += Long.BYTES;
          continue;
        }
        p += Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
      if (b[p] == separator || b[p] == '\n' || b[p] == '\r') {
        return p;
      }
      p++;
    }
    return n;
  }

  private void keep(int begin, int finish, boolean twice) {
    if (fields == from.length) {
      from = Arrays.copyOf(from, fields * 2);
      to = Arrays.copyOf(to, fields * 2);
      doubled = Arrays.copyOf(doubled, fields * 2);
    }
    from[fields] = begin;
    to[fields] = finish;
    doubled[fields] = twice;
    fields++;
  }

  private void fill() throws IOException {
    if (ended || limit - start > LONGEST_RECORD) {
      throw new UnclosedRecordException(nextLine);
    }
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      consumed += start;
      limit -= start;
      start = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      ended = true;
    } else {
      limit += read;
    }
  }

  @Override
  public int fields() {
    return fields;
  }

  @Override
  public int from(int field) {
    return from[field];
  }

  @Override
  public int to(int field) {
    return to[field];
  }

  @Override
  public boolean hasDoubledQuotes(int field) {
    return doubled[field];
  }

  /** Whether something stood between a closing quote and the separator. */
  @Override
  public boolean malformed() {
    return malformed;
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public long nextLine() {
    return nextLine;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long nextOffset() {
    return consumed + start;
  }
}
