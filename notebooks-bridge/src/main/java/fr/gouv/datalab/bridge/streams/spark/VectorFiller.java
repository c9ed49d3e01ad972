package fr.gouv.datalab.bridge.streams.spark;

import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Appends a column of Spark's vectors to one of Arrow: whole runs at once where values have a fixed
 * width, and bytes without a copy in between where they have not.
 */
abstract class VectorFiller {
  /**
   * Appends rows.
   *
   * @param column where they are
   * @param rows which ones, in order
   * @param count how many
   * @param all whether they are the first {@code count} rows of the column
   * @param at the place of the first in Arrow's vector
   */
  abstract void append(ColumnVector column, int[] rows, int count, boolean all, int at);

  /** Bytes of values so far, about. */
  abstract long bytes();

  /** The filler of a vector; none for types that are written value by value. */
  static Optional<VectorFiller> of(FieldVector vector) {
    if (vector instanceof BaseVariableWidthVector bytes) {
      return Optional.of(new Bytes(bytes));
    }
    if (vector instanceof BitVector bits) {
      return Optional.of(new Bits(bits));
    }
    boolean known =
        vector instanceof TinyIntVector
            || vector instanceof SmallIntVector
            || vector instanceof IntVector
            || vector instanceof BigIntVector
            || vector instanceof Float4Vector
            || vector instanceof Float8Vector
            || vector instanceof DateDayVector
            || vector instanceof TimeStampVector;
    return known ? Optional.of(new Fixed((BaseFixedWidthVector) vector)) : Optional.empty();
  }

  static void validity(ArrowBuf bits, ColumnVector column, int[] rows, int count, int at) {
    if (!column.hasNull()) {
      ones(bits, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      BitVectorHelper.setValidityBit(bits, at + i, column.isNullAt(rows[i]) ? 0 : 1);
    }
  }

  /** Sets bits, whole bytes at once. */
  private static void ones(ArrowBuf bits, int from, int count) {
    int to = from + count;
    int at = from;
    while (at < to && at % 8 != 0) {
      BitVectorHelper.setBit(bits, at++);
    }
    int whole = (to - at) / 8;
    bits.setOne(at / 8L, whole);
    at += whole * 8;
    while (at < to) {
      BitVectorHelper.setBit(bits, at++);
    }
  }

  private static final class Fixed extends VectorFiller {
    private final BaseFixedWidthVector vector;
    private final int width;
    private long bytes;

    Fixed(BaseFixedWidthVector vector) {
      this.vector = vector;
      this.width = vector.getTypeWidth();
    }

    @Override
    void append(ColumnVector column, int[] rows, int count, boolean all, int at) {
      while (vector.getValueCapacity() < at + count) {
        vector.reAlloc();
      }
      validity(vector.getValidityBuffer(), column, rows, count, at);
      long to = vector.getDataBufferAddress() + (long) at * width;
      if (all) {
        run(column, count, to);
      } else {
        each(column, rows, count, to);
      }
      bytes += (long) count * width;
    }

    private void run(ColumnVector column, int count, long to) {
      Object values;
      long from;
      if (vector instanceof Float8Vector) {
        values = column.getDoubles(0, count);
        from = Platform.DOUBLE_ARRAY_OFFSET;
      } else if (vector instanceof Float4Vector) {
        values = column.getFloats(0, count);
        from = Platform.FLOAT_ARRAY_OFFSET;
      } else if (width == 8) {
        values = column.getLongs(0, count);
        from = Platform.LONG_ARRAY_OFFSET;
      } else if (width == 4) {
        values = column.getInts(0, count);
        from = Platform.INT_ARRAY_OFFSET;
      } else if (width == 2) {
        values = column.getShorts(0, count);
        from = Platform.SHORT_ARRAY_OFFSET;
      } else {
        values = column.getBytes(0, count);
        from = Platform.BYTE_ARRAY_OFFSET;
      }
      Platform.copyMemory(values, from, null, to, (long) count * width);
    }

    private void each(ColumnVector column, int[] rows, int count, long to) {
      boolean nulls = column.hasNull();
      for (int i = 0; i < count; i++) {
        if (!nulls || !column.isNullAt(rows[i])) {
          put(column, rows[i], to + (long) i * width);
        }
      }
    }

    private void put(ColumnVector column, int row, long to) {
      if (vector instanceof Float8Vector) {
        Platform.putDouble(null, to, column.getDouble(row));
      } else if (vector instanceof Float4Vector) {
        Platform.putFloat(null, to, column.getFloat(row));
      } else if (width == 8) {
        Platform.putLong(null, to, column.getLong(row));
      } else if (width == 4) {
        Platform.putInt(null, to, column.getInt(row));
      } else if (width == 2) {
        Platform.putShort(null, to, column.getShort(row));
      } else {
        Platform.putByte(null, to, column.getByte(row));
      }
    }

    @Override
    long bytes() {
      return bytes;
    }
  }

  private static final class Bits extends VectorFiller {
    private final BitVector vector;
    private long bytes;

    Bits(BitVector vector) {
      this.vector = vector;
    }

    @Override
    void append(ColumnVector column, int[] rows, int count, boolean all, int at) {
      while (vector.getValueCapacity() < at + count) {
        vector.reAlloc();
      }
      validity(vector.getValidityBuffer(), column, rows, count, at);
      boolean nulls = column.hasNull();
      ArrowBuf values = vector.getDataBuffer();
      for (int i = 0; i < count; i++) {
        if ((!nulls || !column.isNullAt(rows[i])) && column.getBoolean(rows[i])) {
          BitVectorHelper.setBit(values, at + i);
        }
      }
      bytes += count / 8;
    }

    @Override
    long bytes() {
      return bytes;
    }
  }

  private static final class Bytes extends VectorFiller {
    /** Entries of a dictionary that are decoded once for a batch of columns. */
    private static final int ENTRIES = 4_096;

    private final BaseVariableWidthVector vector;
    private int end;

    Bytes(BaseVariableWidthVector vector) {
      this.vector = vector;
    }

    @Override
    void append(ColumnVector column, int[] rows, int count, boolean all, int at) {
      while (vector.getValueCapacity() < at + count) {
        vector.reallocValidityAndOffsetBuffers();
      }
      validity(vector.getValidityBuffer(), column, rows, count, at);
      Optional<StoredBytes> stored = StoredBytes.of(column, rows, count);
      if (stored.isPresent()) {
        whole(stored.get(), rows, count, at);
      } else {
        each(column, rows, count, at);
      }
      vector.setLastSet(at + count - 1);
    }

    private void whole(StoredBytes stored, int[] rows, int count, int at) {
      long offsets = vector.getOffsetBuffer().memoryAddress() + 4L * (at + 1);
      int begin = end;
      for (int i = 0; i < count; i++) {
        end = Math.addExact(end, stored.length(rows[i]));
        Platform.putInt(null, offsets + 4L * i, end);
      }
      if (end > vector.getDataBuffer().capacity()) {
        vector.reallocDataBuffer(end);
      }
      stored.copy(rows, count, null, vector.getDataBuffer().memoryAddress() + begin);
    }

    private void each(ColumnVector column, int[] rows, int count, int at) {
      boolean nulls = column.hasNull();
      WritableColumnVector ids =
          column instanceof WritableColumnVector w && w.hasDictionary()
              ? w.getDictionaryIds()
              : null;
      UTF8String[] decoded = ids == null ? null : new UTF8String[ENTRIES];
      long offsets = vector.getOffsetBuffer().memoryAddress() + 4L * (at + 1);
      long data = vector.getDataBuffer().memoryAddress();
      long capacity = vector.getDataBuffer().capacity();
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        if (!nulls || !column.isNullAt(row)) {
          UTF8String value =
              ids == null
                  ? column.getUTF8String(row)
                  : decoded(column, ids.getDictId(row), row, decoded);
          int length = value.numBytes();
          if (end + (long) length > capacity) {
            vector.reallocDataBuffer(end + (long) length);
            data = vector.getDataBuffer().memoryAddress();
            capacity = vector.getDataBuffer().capacity();
          }
          Platform.copyMemory(
              value.getBaseObject(), value.getBaseOffset(), null, data + end, length);
          end += length;
        }
        Platform.putInt(null, offsets + 4L * i, end);
      }
    }

    private static UTF8String decoded(ColumnVector column, int id, int row, UTF8String[] decoded) {
      if (id >= ENTRIES) {
        return column.getUTF8String(row);
      }
      UTF8String known = decoded[id];
      if (known == null) {
        known = column.getUTF8String(row);
        decoded[id] = known;
      }
      return known;
    }

    @Override
    long bytes() {
      return end;
    }
  }
}
