package fr.gouv.datalab.ingest;

import java.util.Arrays;

/** A record whose fields lie in one buffer, as they are: nothing is quoted. Not thread-safe. */
abstract class BufferedRecord implements Records {
  private final int[] from;
  private final int[] to;
  private byte[] buffer = new byte[1 << 10];
  private int length;

  BufferedRecord(int fields) {
    from = new int[fields];
    to = new int[fields];
  }

  /** Begins a record of empty fields. */
  final void clear() {
    length = 0;
    Arrays.fill(from, 0);
    Arrays.fill(to, 0);
  }

  /** Gives a field its text, in UTF-8. */
  final void keep(int field, byte[] text) {
    if (length + text.length > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * (length + text.length));
    }
    System.arraycopy(text, 0, buffer, length, text.length);
    from[field] = length;
    length += text.length;
    to[field] = length;
  }

  @Override
  public final int fields() {
    return from.length;
  }

  @Override
  public final byte[] buffer() {
    return buffer;
  }

  @Override
  public final int from(int field) {
    return from[field];
  }

  @Override
  public final int to(int field) {
    return to[field];
  }

  @Override
  public final boolean hasDoubledQuotes(int field) {
    return false;
  }

  @Override
  public boolean malformed() {
    return false;
  }
}
