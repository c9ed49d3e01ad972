package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The values of a prepared query's parameters, as a client sends them: one row of Arrow. */
final class Parameters {
  private Parameters() {}

  /**
   * Reads the one row of a stream.
   *
   * @throws InvalidQueryException when it has none, or several
   */
  static List<Literal> read(FlightStream stream) {
    List<Literal> values = null;
    while (stream.next()) {
      VectorSchemaRoot root = stream.getRoot();
      if (root.getRowCount() > 0) {
        if (values != null || root.getRowCount() > 1) {
          throw new InvalidQueryException(
              "A query takes one row of parameters: run it once for each row.");
        }
        values = row(root);
      }
    }
    if (values == null) {
      throw new InvalidQueryException("No row of parameters came: give one value for each `?`.");
    }
    return values;
  }

  private static List<Literal> row(VectorSchemaRoot root) {
    List<FieldVector> vectors = root.getFieldVectors();
    List<DataType> types = vectors.stream().map(vector -> type(vector.getField())).toList();
    ColumnVector[] columns = new ColumnVector[vectors.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new ArrowColumnVector(vectors.get(i));
    }
    // the copy outlives the stream's memory
    InternalRow row = new ColumnarBatch(columns, 1).getRow(0).copy();
    List<Literal> values = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      DataType type = types.get(i);
      values.add(new Literal(row.isNullAt(i) ? null : row.get(i, type), type));
    }
    return List.copyOf(values);
  }

  private static DataType type(Field field) {
    try {
      return ArrowUtils.fromArrowField(field);
    } catch (RuntimeException unknown) {
      throw new InvalidQueryException(
          "No parameter is of the Arrow type "
              + field.getType()
              + " here: give a number, a text, a boolean, bytes, a date or a time stamp.");
    }
  }
}
