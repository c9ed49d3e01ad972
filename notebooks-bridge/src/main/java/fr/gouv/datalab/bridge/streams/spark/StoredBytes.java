package fr.gouv.datalab.bridge.streams.spark;

import java.util.Optional;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Texts or bytes as Spark's vectors keep them: all values of a column in one store, each known by
 * its place and its length. They are copied without an object for each, and values that lie side by
 * side at once.
 */
final class StoredBytes {
  private final WritableColumnVector column;
  private final boolean nulls;
  private final Object store;
  private final long origin;

  private StoredBytes(WritableColumnVector column, Object store, long origin) {
    this.column = column;
    this.nulls = column.hasNull();
    this.store = store;
    this.origin = origin;
  }

  /** Those of some rows; none where the column is kept in another form, or has no value there. */
  static Optional<StoredBytes> of(ColumnVector column, int[] rows, int count) {
    if (!(column instanceof WritableColumnVector known) || known.hasDictionary()) {
      return Optional.empty();
    }
    for (int i = 0; i < count; i++) {
      if (!known.isNullAt(rows[i])) {
        UTF8String first = known.getUTF8String(rows[i]);
        long origin = first.getBaseOffset() - known.getArrayOffset(rows[i]);
        return Optional.of(new StoredBytes(known, first.getBaseObject(), origin));
      }
    }
    return Optional.empty();
  }

  /** Bytes of a row's value; none of a null. */
  int length(int row) {
    return nulls && column.isNullAt(row) ? 0 : column.getArrayLength(row);
  }

  /** Copies the values of the rows, one after another, to an address of a target (or of memory). */
  void copy(int[] rows, int count, Object target, long address) {
    long to = address;
    long from = 0;
    long run = 0;
    for (int i = 0; i < count; i++) {
      int length = length(rows[i]);
      if (length == 0) {
        continue;
      }
      long place = column.getArrayOffset(rows[i]);
      if (place == from + run) {
        run += length;
      } else {
        Platform.copyMemory(store, origin + from, target, to, run);
        to += run;
        from = place;
        run = length;
      }
    }
    Platform.copyMemory(store, origin + from, target, to, run);
  }
}
