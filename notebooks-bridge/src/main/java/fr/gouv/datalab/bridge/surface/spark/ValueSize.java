package fr.gouv.datalab.bridge.surface.spark;

import static fr.gouv.datalab.bridge.surface.spark.ValueSizes.each;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.catalyst.expressions.ArrayAggregate;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionDef;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionRef;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FormatNumber;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.HigherOrderFunction;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.RegExpReplace;
import org.apache.spark.sql.catalyst.expressions.Sequence;
import org.apache.spark.sql.catalyst.expressions.StringReplace;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.With;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Seq;

/**
 * How large the value of an expression may be, about, in bytes, by the sizes of the columns that it
 * names: a sum of its parts where nothing else is known of a function.
 */
final class ValueSize {
  /** Bytes that a value of a query may have, about. */
  static final long BOUND = Growth.BOUND;

  /** What a column that is read counts as, whatever it holds. */
  static final double COLUMN = 100;

  /** What a number counts as, and one element of an array at least. */
  static final double NUMBER = 8;

  /** Expressions looked at; functions and recursions within each other are looked at anew. */
  private static final int LOOKS = 1_000_000;

  private final Map<Long, Double> columns;
  private final ToDoubleFunction<LogicalPlan> subqueries;
  private final Map<Object, Double> common = new HashMap<>();
  private int looks;

  /**
   * Sizes of expressions.
   *
   * @param columns the sizes of columns that the query makes, by the number of each
   * @param subqueries gives the size of a plan's first column
   */
  ValueSize(Map<Long, Double> columns, ToDoubleFunction<LogicalPlan> subqueries) {
    this.columns = columns;
    this.subqueries = subqueries;
  }

  /** Whether a value that was made larger by the probe answers by more than that. */
  static boolean multiplies(double value, double probed) {
    return probed - value > 1.5 * ValueSizes.PROBE;
  }

  /**
   * The size of an expression's value.
   *
   * @throws fr.gouv.datalab.bridge.queries.RefusedQueryException when it, or a part, is too large
   */
  double of(Expression expression) {
    if (++looks > LOOKS) {
      throw Refusals.size(expression.prettyName(), BOUND);
    }
    double size = largest(expression);
    if (size > BOUND) {
      throw Refusals.size(expression.prettyName(), BOUND);
    }
    return grows(expression) ? size : Math.min(size, NUMBER);
  }

  private double largest(Expression expression) {
    if (expression instanceof Attribute column) {
      return columns.getOrDefault(column.exprId().id(), COLUMN);
    }
    if (expression instanceof NamedLambdaVariable variable) {
      return columns.getOrDefault(variable.exprId().id(), NUMBER);
    }
    if (expression instanceof OuterReference outer) {
      return of((Expression) outer.e());
    }
    if (expression instanceof Literal literal) {
      return literal.value() instanceof UTF8String text ? text.numChars() : COLUMN;
    }
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      each(subquery.children()).forEach(this::of);
      return subqueries.applyAsDouble(plan);
    }
    if (expression instanceof With with) {
      each(with.defs()).forEach(this::define);
      return of(with.child());
    }
    if (expression instanceof CommonExpressionRef reference) {
      return common.getOrDefault(reference.id(), COLUMN);
    }
    if (expression instanceof WindowExpression window) {
      each(window.windowSpec().children()).forEach(this::of);
      return of(window.windowFunction());
    }
    if (expression instanceof LambdaFunction lambda) {
      return of(lambda.function());
    }
    return ofFunction(expression);
  }

  private void define(CommonExpressionDef definition) {
    common.put(definition.id(), of(definition.child()));
  }

  private double ofFunction(Expression expression) {
    if (expression instanceof ArrayAggregate aggregate) {
      return aggregated(aggregate);
    }
    if (expression instanceof HigherOrderFunction function) {
      double given = ofEach(function.arguments());
      return given + Math.max(1, given / NUMBER) * ofEach(function.functions());
    }
    List<Double> parts = each(expression.children()).stream().map(this::of).toList();
    if (expression instanceof If || expression instanceof CaseWhen) {
      return largestResult(parts, expression instanceof If ? 1 : 2);
    }
    if (expression instanceof Coalesce
        || expression instanceof Greatest
        || expression instanceof Least) {
      return Collections.max(parts);
    }
    if (expression instanceof StringReplace replaced) {
      double sought = replaced.searchExpr() instanceof Literal ? Math.max(1, parts.get(1)) : 1;
      return parts.get(0) * Math.max(1, parts.get(2) / sought);
    }
    if (expression instanceof RegExpReplace) {
      return parts.get(0) * Math.max(1, parts.get(2));
    }
    if (expression instanceof Sequence) {
      // a million numbers are the most that a sequence may have: they count as what is bounded
      return Growth.factor(expression);
    }
    if (expression instanceof FormatNumber number) {
      return NUMBER + decimals(number);
    }
    return Growth.length(expression)
        .map(length -> Math.max(NUMBER, Growth.constant(expression, length)))
        .orElseGet(() -> repeated(expression, parts));
  }

  private static double repeated(Expression expression, List<Double> parts) {
    long times = Growth.factor(expression);
    return times > 1 ? times * parts.get(0) : sum(parts);
  }

  /** The largest of what a choice may give; its conditions stand before, or in between. */
  private static double largestResult(List<Double> parts, int step) {
    double largest = parts.get(parts.size() - 1);
    for (int i = 1; i < parts.size(); i += step) {
      largest = Math.max(largest, parts.get(i));
    }
    return largest;
  }

  /** An accumulator may grow with each element, and not multiply. */
  private double aggregated(ArrayAggregate aggregate) {
    double given = of(aggregate.argument());
    double zero = of(aggregate.zero());
    long accumulator = ((NamedLambdaVariable) aggregate.accForMergeVar()).exprId().id();
    columns.put(accumulator, zero);
    double once = of(aggregate.merge());
    columns.put(accumulator, zero + ValueSizes.PROBE);
    double probed = of(aggregate.merge());
    if (multiplies(once, probed)) {
      throw Refusals.size(aggregate.prettyName(), BOUND);
    }
    double last = zero + given / NUMBER * Math.max(0, once - zero);
    columns.put(((NamedLambdaVariable) aggregate.accForFinishVar()).exprId().id(), last);
    return Math.max(last, of(aggregate.finish()));
  }

  private static double decimals(FormatNumber number) {
    boolean pattern = number.d().foldable() && number.d().dataType() instanceof StringType;
    return pattern ? COLUMN : Math.max(0, Growth.constant(number, number.d()));
  }

  private double ofEach(Seq<Expression> parts) {
    return sum(each(parts).stream().map(this::of).toList());
  }

  private static double sum(List<Double> parts) {
    return parts.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Whether values of its type may be of any size. */
  private static boolean grows(Expression expression) {
    DataType type;
    try {
      type = expression.dataType();
    } catch (Exception none) {
      // a part that is no value of its own, such as the frame of a window
      return true;
    }
    return type instanceof StringType
        || type instanceof BinaryType
        || type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type instanceof VariantType;
  }
}
