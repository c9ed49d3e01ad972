package fr.gouv.datalab.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * One refused record as it is kept, sealed, to be judged again: the texts of the contract's columns
 * as they were delivered, in UTF-8, none mended; each after its length (4 bytes). A record of the
 * intake when it is read again. Not thread-safe.
 */
public final class KeptRecord extends BufferedRecord {
  private long line;

  /** A record of that many fields. */
  public KeptRecord(int fields) {
    super(fields);
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
    line = at;
    clear();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int i = 0; i < fields(); i++) {
      byte[] text = new byte[in.getInt()];
      in.get(text);
      keep(i, text);
    }
    return this;
  }

  @Override
  public boolean next() {
    throw new UnsupportedOperationException("One record at a time.");
  }

  @Override
  public long line() {
    return line;
  }
}
