package fr.gouv.datalab.bridge.flight.spark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Schema;

/** A small table of answers about the server, sent as one batch. */
final class Frame {
  private Frame() {}

  /**
   * Sends rows.
   *
   * @param rows a value for each column of the schema: text, whole numbers, booleans, bytes, null;
   *     a null in a list's place is an absent list
   */
  static void send(
      Schema schema,
      List<List<Object>> rows,
      BufferAllocator memory,
      ServerStreamListener listener) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory)) {
      root.allocateNew();
      for (int row = 0; row < rows.size(); row++) {
        for (int column = 0; column < rows.get(row).size(); column++) {
          set(root.getVector(column), row, rows.get(row).get(column));
        }
      }
      root.setRowCount(rows.size());
      listener.start(root);
      listener.putNext();
      listener.completed();
    }
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof VarCharVector text) {
      text.setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof IntVector number) {
      number.setSafe(row, (Integer) value);
    } else if (vector instanceof BitVector bit) {
      bit.setSafe(row, Boolean.TRUE.equals(value) ? 1 : 0);
    } else if (vector instanceof VarBinaryVector bytes) {
      bytes.setSafe(row, (byte[]) value);
    } else if (vector instanceof ListVector) {
      throw new IllegalArgumentException("Lists are not sent.");
    } else {
      throw new IllegalArgumentException("No value can be set in " + vector.getField());
    }
  }
}
