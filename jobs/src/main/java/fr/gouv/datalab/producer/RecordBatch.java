package fr.gouv.datalab.producer;

import fr.gouv.datalab.ingest.Records;
import java.util.Arrays;

/**
 * Some records of a file, copied out of its reader so that another thread can go through them. Used
 * again and again: it grows to the largest batch and allocates nothing more.
 */
final class RecordBatch implements Records {
  /** A batch is full with so many bytes, or so many records. */
  private static final int BYTES = 256 << 10;

  private static final int RECORDS = 4096;

  private byte[] buffer = new byte[BYTES + (BYTES >> 2)];
  private int[] from = new int[1 << 12];
  private int[] to = new int[1 << 12];
  private boolean[] doubled = new boolean[1 << 12];
  private final int[] first = new int[RECORDS + 1];
  private final long[] lines = new long[RECORDS];
  private final boolean[] malformed = new boolean[RECORDS];
  private int records;
  private int length;
  private long rank;
  private int at = -1;

  /**
   * Empties it.
   *
   * @param firstRank rank in the file of the first record that it will have, from 0
   */
  void begin(long firstRank) {
    rank = firstRank;
    records = 0;
    length = 0;
    at = -1;
  }

  boolean isFull() {
    return records == RECORDS || length >= BYTES;
  }

  boolean isEmpty() {
    return records == 0;
  }

  /** How many records it has. */
  int size() {
    return records;
  }

  /** Copies the record at which a reader stands. */
  void add(Records record) {
    int slot = first[records];
    int fields = record.fields();
    if (slot + fields > from.length) {
      int room = 2 * (slot + fields);
      from = Arrays.copyOf(from, room);
      to = Arrays.copyOf(to, room);
      doubled = Arrays.copyOf(doubled, room);
    }
    for (int i = 0; i < fields; i++) {
      int size = record.to(i) - record.from(i);
      if (length + size > buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * (length + size));
      }
      System.arraycopy(record.buffer(), record.from(i), buffer, length, size);
      from[slot + i] = length;
      length += size;
      to[slot + i] = length;
      doubled[slot + i] = record.hasDoubledQuotes(i);
    }
    lines[records] = record.line();
    malformed[records] = record.malformed();
    first[++records] = slot + fields;
  }

  /** The rank in the file of the record at which it stands, from 0. */
  long rank() {
    return rank + at;
  }

  @Override
  public boolean next() {
    at++;
    return at < records;
  }

  @Override
  public int fields() {
    return first[at + 1] - first[at];
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public int from(int field) {
    return from[first[at] + field];
  }

  @Override
  public int to(int field) {
    return to[first[at] + field];
  }

  @Override
  public boolean hasDoubledQuotes(int field) {
    return doubled[first[at] + field];
  }

  @Override
  public boolean malformed() {
    return malformed[at];
  }

  @Override
  public long line() {
    return lines[at];
  }
}
