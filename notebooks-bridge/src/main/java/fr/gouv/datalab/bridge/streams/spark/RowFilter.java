package fr.gouv.datalab.bridge.streams.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Which rows of a batch pass. A condition on one column that has a dictionary is asked once for
 * each of its entries, and not for each row.
 */
final class RowFilter {
  private static final int ENTRIES = 4_096;
  private static final byte UNKNOWN = 0;
  private static final byte PASSES = 1;
  private static final byte FAILS = 2;

  private final List<Condition> conditions = new ArrayList<>();

  /** One condition; its column, or below zero when it has several or none. */
  private record Condition(BasePredicate predicate, int column) {}

  /** A filter of all conditions of some expressions, over batches of these columns. */
  RowFilter(List<Expression> filters, Seq<Attribute> input) {
    filters.forEach(filter -> add(filter, input));
  }

  private void add(Expression filter, Seq<Attribute> input) {
    if (filter instanceof And and) {
      add(and.left(), input);
      add(and.right(), input);
      return;
    }
    BasePredicate predicate = Predicate.create(filter, input);
    predicate.initialize(0);
    conditions.add(new Condition(predicate, column(filter, input)));
  }

  private static int column(Expression filter, Seq<Attribute> input) {
    List<Attribute> read = List.copyOf(CollectionConverters.asJava(filter.references().toSeq()));
    for (int i = 0; read.size() == 1 && i < input.size(); i++) {
      if (input.apply(i).exprId().equals(read.get(0).exprId())) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Finds the rows that pass.
   *
   * @param rows where their numbers are put; at least as long as the batch
   * @return how many
   */
  int kept(ColumnarBatch batch, int[] rows) {
    int kept = batch.numRows();
    for (int row = 0; row < kept; row++) {
      rows[row] = row;
    }
    for (Condition condition : conditions) {
      kept = kept(batch, condition, rows, kept);
    }
    return kept;
  }

  private static int kept(ColumnarBatch batch, Condition condition, int[] rows, int count) {
    ColumnVector column = condition.column() < 0 ? null : batch.column(condition.column());
    if (column instanceof WritableColumnVector known && known.hasDictionary()) {
      return keptByEntry(batch, condition.predicate(), known, rows, count);
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      rows[kept] = row;
      kept += condition.predicate().eval(batch.getRow(row)) ? 1 : 0;
    }
    return kept;
  }

  private static int keptByEntry(
      ColumnarBatch batch,
      BasePredicate predicate,
      WritableColumnVector column,
      int[] rows,
      int count) {
    byte[] answers = new byte[ENTRIES];
    WritableColumnVector ids = column.getDictionaryIds();
    boolean nulls = column.hasNull();
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      int id = nulls && column.isNullAt(row) ? ENTRIES : ids.getDictId(row);
      boolean passes;
      if (id >= ENTRIES) {
        passes = predicate.eval(batch.getRow(row));
      } else {
        if (answers[id] == UNKNOWN) {
          answers[id] = predicate.eval(batch.getRow(row)) ? PASSES : FAILS;
        }
        passes = answers[id] == PASSES;
      }
      rows[kept] = row;
      kept += passes ? 1 : 0;
    }
    return kept;
  }
}
