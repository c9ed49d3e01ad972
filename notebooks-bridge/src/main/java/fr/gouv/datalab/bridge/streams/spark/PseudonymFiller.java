package fr.gouv.datalab.bridge.streams.spark;

import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.pseudonyms.spark.PseudonymFunctions;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Appends project pseudonyms of a column of lake pseudonyms: a batch of them goes through the
 * permutation at once. Lake pseudonyms never reach Arrow's memory.
 */
final class PseudonymFiller extends VectorFiller {
  private static final int BYTES = Tokenizer.BYTES;

  private final VarBinaryVector vector;
  private final Attribute column;
  private final UTF8String keys;
  private final UTF8String convention;
  private int end;

  private PseudonymFiller(
      VarBinaryVector vector, Attribute column, UTF8String keys, UTF8String convention) {
    this.vector = vector;
    this.column = column;
    this.keys = keys;
    this.convention = convention;
  }

  /** The filler of an expression that makes project pseudonyms of a column, if it is one. */
  static Optional<PseudonymFiller> of(Expression expression, FieldVector vector) {
    if (expression instanceof StaticInvoke call
        && call.staticObject().equals(PseudonymFunctions.class)
        && call.functionName().equals("project")
        && vector instanceof VarBinaryVector bytes) {
      List<Expression> given = CollectionConverters.asJava(call.arguments());
      if (given.size() == 3
          && given.get(0) instanceof Literal keys
          && given.get(1) instanceof Literal convention
          && given.get(2) instanceof Attribute column) {
        return Optional.of(
            new PseudonymFiller(
                bytes, column, (UTF8String) keys.value(), (UTF8String) convention.value()));
      }
    }
    return Optional.empty();
  }

  /** The column of lake pseudonyms. */
  Attribute column() {
    return column;
  }

  @Override
  void append(ColumnVector from, int[] rows, int count, boolean all, int at) {
    while (vector.getValueCapacity() < at + count) {
      vector.reallocValidityAndOffsetBuffers();
    }
    validity(vector.getValidityBuffer(), from, rows, count, at);
    byte[] gathered = new byte[count * BYTES];
    int present = gather(from, rows, count, gathered);
    long offsets = vector.getOffsetBuffer().memoryAddress() + 4L * (at + 1);
    boolean nulls = from.hasNull();
    int place = end;
    for (int i = 0; i < count; i++) {
      place += nulls && from.isNullAt(rows[i]) ? 0 : BYTES;
      Platform.putInt(null, offsets + 4L * i, place);
    }
    PseudonymFunctions.project(keys, convention, gathered, present);
    long needed = end + (long) present * BYTES;
    if (vector.getDataBuffer().capacity() < needed) {
      vector.reallocDataBuffer(needed);
    }
    Platform.copyMemory(
        gathered,
        Platform.BYTE_ARRAY_OFFSET,
        null,
        vector.getDataBuffer().memoryAddress() + end,
        (long) present * BYTES);
    end = (int) needed;
    vector.setLastSet(at + count - 1);
  }

  /** Puts the pseudonyms of the rows one after another; returns how many there are. */
  private static int gather(ColumnVector from, int[] rows, int count, byte[] gathered) {
    Optional<StoredBytes> stored = StoredBytes.of(from, rows, count);
    boolean nulls = from.hasNull();
    int present = 0;
    for (int i = 0; i < count; i++) {
      if (nulls && from.isNullAt(rows[i])) {
        continue;
      }
      long to = Platform.BYTE_ARRAY_OFFSET + (long) present * BYTES;
      if (stored.isPresent()) {
        refuseOther(stored.get().length(rows[i]));
      } else {
        UTF8String value = from.getUTF8String(rows[i]);
        refuseOther(value.numBytes());
        Platform.copyMemory(value.getBaseObject(), value.getBaseOffset(), gathered, to, BYTES);
      }
      present++;
    }
    stored.ifPresent(bytes -> bytes.copy(rows, count, gathered, Platform.BYTE_ARRAY_OFFSET));
    return present;
  }

  private static void refuseOther(int length) {
    if (length != BYTES) {
      throw new IllegalArgumentException("A pseudonym has 16 bytes, not " + length + ".");
    }
  }

  @Override
  long bytes() {
    return end;
  }
}
