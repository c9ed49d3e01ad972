package fr.gouv.datalab.bridge.streams.spark;

import java.io.Serializable;
import org.apache.arrow.vector.BaseValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * What a task does with the rows of one partition: Arrow batches into the result's outlet, and to
 * the end as soon as nobody wants them. Its value is the number of rows that it gave.
 */
final class PartitionWriter extends AbstractFunction1<Iterator<InternalRow>, Long>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows of a batch, at most. */
  static final int ROWS = 16_384;

  /** Bytes of a batch, about: it ends at the next look at its size. */
  static final long BYTES = 2L << 20;

  private static final int ROWS_BETWEEN_LOOKS = 256;

  private final long outlet;

  PartitionWriter(long outlet) {
    this.outlet = outlet;
  }

  @Override
  public Long apply(Iterator<InternalRow> rows) {
    return Outlet.enter(outlet).map(open -> write(rows, open)).orElse(0L);
  }

  private static long write(Iterator<InternalRow> rows, Outlet outlet) {
    long written = 0;
    try {
      while (rows.hasNext() && !outlet.reservoir().isClosed()) {
        ArrowRecordBatch batch = batch(rows, outlet, written > 0);
        long length = batch.getLength();
        if (!outlet.reservoir().put(batch)) {
          break;
        }
        written += length;
      }
      return written;
    } finally {
      outlet.leave();
    }
  }

  /** A batch has vectors of its own: the wire may hold its buffers after the next one begins. */
  private static ArrowRecordBatch batch(
      Iterator<InternalRow> rows, Outlet outlet, boolean expectFull) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(outlet.schema(), outlet.allocator())) {
      int capacity = expectFull ? ROWS : BaseValueVector.INITIAL_VALUE_ALLOCATION;
      root.getFieldVectors().forEach(vector -> vector.setInitialCapacity(capacity));
      ArrowWriter writer = ArrowWriter.create(root);
      int count = 0;
      while (count < ROWS && rows.hasNext()) {
        writer.write(rows.next());
        count++;
        if (count % ROWS_BETWEEN_LOOKS == 0 && writer.sizeInBytes() >= BYTES) {
          break;
        }
      }
      writer.finish();
      return new VectorUnloader(root).getRecordBatch();
    }
  }
}
