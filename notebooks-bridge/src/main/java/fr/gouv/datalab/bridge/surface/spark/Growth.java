package fr.gouv.datalab.bridge.surface.spark;

import java.math.BigInteger;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.ArrayRepeat;
import org.apache.spark.sql.catalyst.expressions.BinaryPad;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Sequence;
import org.apache.spark.sql.catalyst.expressions.StringLPad;
import org.apache.spark.sql.catalyst.expressions.StringRPad;
import org.apache.spark.sql.catalyst.expressions.StringRepeat;
import org.apache.spark.sql.catalyst.expressions.StringSpace;

/**
 * Bounds what a few characters of SQL can make out of nothing: {@code repeat(repeat('x', 1000000),
 * 1000)} would fill the server's memory in one row.
 *
 * <p>The sizes given to such functions must be constants. Those that multiply what they are given
 * (repetitions, sequences) are multiplied over the whole query, nested or not; those that only set
 * a length (paddings, spaces) are summed. The product of both stays under {@value #BOUND}.
 */
final class Growth {

  static final long BOUND = 1_000_000;

  private long product = 1;
  private long lengths = 1;

  /** Counts an expression, if it is one that makes a larger value out of a smaller one. */
  void add(Expression expression) {
    Optional<Expression> length = length(expression);
    if (length.isPresent()) {
      long more = Math.max(0, constant(expression, length.get()));
      lengths += Math.min(more, BOUND + 1);
    }
    long factor = Math.max(1, factor(expression));
    if (factor > BOUND || lengths > BOUND / factor || product > BOUND / factor / lengths) {
      throw Refusals.growth(expression.prettyName(), BOUND);
    }
    product *= factor;
  }

  /** The length that an expression gives to its value, whatever that was. */
  static Optional<Expression> length(Expression expression) {
    if (expression instanceof StringSpace space) {
      return Optional.of(space.child());
    }
    if (expression instanceof StringLPad pad) {
      return Optional.of(pad.len());
    }
    if (expression instanceof StringRPad pad) {
      return Optional.of(pad.len());
    }
    return expression instanceof BinaryPad pad ? Optional.of(pad.len()) : Optional.empty();
  }

  /** How many times as large as its value an expression may be. */
  static long factor(Expression expression) {
    if (expression instanceof StringRepeat repeat) {
      return constant(expression, repeat.times());
    }
    if (expression instanceof ArrayRepeat repeat) {
      return constant(expression, repeat.right());
    }
    if (expression instanceof Sequence sequence) {
      long first = constant(expression, sequence.start());
      long last = constant(expression, sequence.stop());
      long step = sequence.stepOpt().isEmpty() ? 1 : step(sequence.stepOpt().get());
      BigInteger span = BigInteger.valueOf(last).subtract(BigInteger.valueOf(first)).abs();
      BigInteger size = span.divide(BigInteger.valueOf(step).abs()).add(BigInteger.ONE);
      return size.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }
    return 1;
  }

  /** A step in units of the ends; a calendar step is at least one unit (a day between dates). */
  private static long step(Expression step) {
    return step.foldable() && step.eval(null) instanceof Number number && !(number.longValue() == 0)
        ? number.longValue()
        : 1;
  }

  /** The constant that says how much; refused where it is none. */
  static long constant(Expression function, Expression size) {
    Object value = size.foldable() ? size.eval(null) : "a column";
    if (value == null) {
      return 1;
    }
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw Refusals.growth(function.prettyName(), BOUND);
  }
}
