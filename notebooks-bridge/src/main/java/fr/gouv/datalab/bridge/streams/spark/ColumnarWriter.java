package fr.gouv.datalab.bridge.streams.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * What a task does with a partition of a {@link ColumnarScan}: columns that are only read go to
 * Arrow as columns, those that are computed row by row, and the result's outlet takes the batches.
 * Its value is the number of rows that it gave.
 */
final class ColumnarWriter extends AbstractFunction1<Iterator<ColumnarBatch>, Long>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long outlet;
  private final Seq<Attribute> input;
  private final List<Expression> filters;
  private final List<Expression> output;

  ColumnarWriter(long outlet, ColumnarScan scan) {
    this.outlet = outlet;
    this.input = scan.input();
    this.filters = new ArrayList<>(scan.filters());
    this.output = new ArrayList<>(scan.output());
  }

  @Override
  public Long apply(Iterator<ColumnarBatch> batches) {
    return Outlet.enter(outlet).map(open -> write(batches, open)).orElse(0L);
  }

  private long write(Iterator<ColumnarBatch> batches, Outlet open) {
    RowFilter filter = new RowFilter(filters, input);
    Pending pending = null;
    long written = 0;
    try {
      int[] rows = new int[0];
      while (batches.hasNext() && !open.reservoir().isClosed()) {
        ColumnarBatch batch = batches.next();
        rows = rows.length < batch.numRows() ? new int[batch.numRows()] : rows;
        int kept = filter.kept(batch, rows);
        if (pending != null && pending.isFull(kept)) {
          Pending full = pending;
          pending = null;
          long length = full.rows();
          if (!full.putInto(open)) {
            return written;
          }
          written += length;
        }
        if (kept > 0) {
          pending = pending == null ? new Pending(open, written > 0) : pending;
          pending.append(batch, rows, kept);
        }
      }
      if (pending != null && !open.reservoir().isClosed()) {
        Pending last = pending;
        pending = null;
        long length = last.rows();
        written += last.putInto(open) ? length : 0;
      }
      return written;
    } finally {
      if (pending != null) {
        pending.close();
      }
      open.leave();
    }
  }

  /** An Arrow batch that is being filled; it has vectors of its own, which the wire may hold. */
  private final class Pending implements AutoCloseable {
    private final VectorSchemaRoot root;
    private final List<Copied> copied = new ArrayList<>();
    private final ArrowWriter computed;
    private final UnsafeProjection projection;
    private int filled;

    private record Copied(int ordinal, VectorFiller filler) {}

    Pending(Outlet open, boolean expectFull) {
      root = VectorSchemaRoot.create(open.schema(), open.allocator());
      if (expectFull) {
        root.getFieldVectors().forEach(v -> v.setInitialCapacity(PartitionWriter.ROWS));
      }
      List<Expression> expressions = new ArrayList<>();
      List<FieldVector> vectors = new ArrayList<>();
      for (int i = 0; i < output.size(); i++) {
        FieldVector vector = root.getVector(i);
        Optional<Copied> copy = copy(output.get(i), vector);
        if (copy.isPresent()) {
          vector.allocateNew();
          copied.add(copy.get());
        } else {
          expressions.add(output.get(i));
          vectors.add(vector);
        }
      }
      computed = vectors.isEmpty() ? null : ArrowWriter.create(new VectorSchemaRoot(vectors));
      projection =
          vectors.isEmpty()
              ? null
              : UnsafeProjection.create(CollectionConverters.asScala(expressions).toSeq(), input);
    }

    /** How a column goes over as a column: when it is only read, or a pseudonym of what is read. */
    private Optional<Copied> copy(Expression expression, FieldVector vector) {
      Expression inner = expression instanceof Alias alias ? alias.child() : expression;
      Optional<PseudonymFiller> pseudonyms = PseudonymFiller.of(inner, vector);
      if (pseudonyms.isPresent()) {
        int ordinal = ordinal(pseudonyms.get().column());
        return ordinal < 0 ? Optional.empty() : Optional.of(new Copied(ordinal, pseudonyms.get()));
      }
      int ordinal = ordinal(inner);
      return ordinal < 0
          ? Optional.empty()
          : VectorFiller.of(vector).map(filler -> new Copied(ordinal, filler));
    }

    /** Where in the input a column is; below zero for other expressions. */
    private int ordinal(Expression expression) {
      if (expression instanceof Attribute column) {
        for (int i = 0; i < input.size(); i++) {
          if (input.apply(i).exprId().equals(column.exprId())) {
            return i;
          }
        }
      }
      return -1;
    }

    boolean isFull(int more) {
      return filled + more > PartitionWriter.ROWS || bytes() >= PartitionWriter.BYTES;
    }

    private long bytes() {
      long bytes = computed == null ? 0 : computed.sizeInBytes();
      for (Copied column : copied) {
        bytes += column.filler().bytes();
      }
      return bytes;
    }

    long rows() {
      return filled;
    }

    void append(ColumnarBatch batch, int[] rows, int count) {
      boolean all = count == batch.numRows();
      for (Copied column : copied) {
        column.filler().append(batch.column(column.ordinal()), rows, count, all, filled);
      }
      for (int i = 0; computed != null && i < count; i++) {
        InternalRow row = batch.getRow(rows[i]);
        computed.write(projection.apply(row));
      }
      filled += count;
    }

    boolean putInto(Outlet open) {
      try {
        if (computed != null) {
          computed.finish();
        }
        root.setRowCount(filled);
        ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch();
        return open.reservoir().put(batch);
      } finally {
        close();
      }
    }

    @Override
    public void close() {
      root.close();
    }
  }
}
