package fr.gouv.datalab.producer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rows on their way from the thread that makes them to the one that writes Parquet: each value a
 * byte that says its form, then eight bytes, or a length and bytes.
 */
final class ParquetSink implements RowSink {
  static final byte ABSENT = 0;
  static final byte NUMBER = 1;
  static final byte BYTES = 2;

  private ByteBuffer out = ByteBuffer.allocate(1 << 18);

  private ByteBuffer room(int more) {
    if (out.remaining() < more) {
      out = ByteBuffer.allocate(2 * (out.capacity() + more)).put(out.flip());
    }
    return out;
  }

  @Override
  public void absent() {
    room(1).put(ABSENT);
  }

  @Override
  public void text(byte[] utf8, int from, int to) {
    room(5 + to - from).put(BYTES).putInt(to - from).put(utf8, from, to - from);
  }

  @Override
  public void integer(long value) {
    room(9).put(NUMBER).putLong(value);
  }

  @Override
  public void decimal(long unscaled, int scale) {
    integer(unscaled);
  }

  @Override
  public void date(long epochDay) {
    integer(epochDay);
  }

  @Override
  public void flag(boolean value) {
    integer(value ? 1 : 0);
  }

  @Override
  public void token(byte[] bytes, int from, int to) {
    text(bytes, from, to);
  }

  @Override
  public void bytes(byte[] value) {
    text(value, 0, value.length);
  }

  @Override
  public void end() {
    // The next value begins the next row.
  }

  @Override
  public byte[] take() {
    byte[] taken = Arrays.copyOf(out.array(), out.position());
    out.clear();
    return taken;
  }
}
