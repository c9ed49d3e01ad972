package fr.gouv.datalab.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * One refused record as it is kept, sealed, to be judged again: the texts of the contract's columns
 * as they were delivered, in UTF-8, none mended; each after its length (4 bytes). A record of the
 * intake when it is read again. Not thread-safe.
 */
public final class KeptRecord implements Records {
  private static final byte[] NOTHING = new byte[0];

  private byte[] content = NOTHING;
  private final int[] from;
  private final int[] to;
  private long line;

  /** A record of that many fields. */
  public KeptRecord(int fields) {
    from = new int[fields];
    to = new int[fields];
  }

  /**
   * Writes a record.
   *
   * @param row that took it by {@link RowFormat#asDelivered}
   * @param columns that are kept
   */
  public static byte[] write(RowReader row, RowFormat format, List<String> columns) {
    int[] places = format.places(columns);
    int length = Arrays.stream(places).map(at -> Integer.BYTES + row.to(at) - row.from(at)).sum();
    ByteBuffer out = ByteBuffer.allocate(length);
    for (int at : places) {
      int size = row.to(at) - row.from(at);
      out.putInt(size).put(row.text(at), row.from(at), size);
    }
    return out.array();
  }

  /**
   * Reads a record.
   *
   * @param bytes that {@link #write} gave
   * @param at the line where it stood
   */
  public Records read(byte[] bytes, long at) {
    content = bytes;
    line = at;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int i = 0; i < from.length; i++) {
      int size = in.getInt();
      from[i] = in.position();
      to[i] = from[i] + size;
      in.position(to[i]);
    }
    return this;
  }

  @Override
  public boolean next() {
    throw new UnsupportedOperationException("One record at a time.");
  }

  @Override
  public int fields() {
    return from.length;
  }

  @Override
  public byte[] buffer() {
    return content;
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
    return false;
  }

  @Override
  public boolean malformed() {
    return false;
  }

  @Override
  public long line() {
    return line;
  }
}
