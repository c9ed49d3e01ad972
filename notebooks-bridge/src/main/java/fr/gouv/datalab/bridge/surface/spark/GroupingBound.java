package fr.gouv.datalab.bridge.surface.spark;

import java.math.BigInteger;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Cube;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GroupingSets;
import org.apache.spark.sql.catalyst.expressions.Rollup;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Bounds the groupings of a query before they are written out: a CUBE of thirty columns is a
 * thousand million of them, each a branch of the plan, and Spark makes them all while it analyses.
 */
final class GroupingBound {

  static final long BOUND = 1024;

  private GroupingBound() {}

  /** Refuses an aggregate whose groupings are more than {@value #BOUND}. */
  static void refuse(Aggregate aggregate) {
    BigInteger sets = product(CollectionConverters.asJava(aggregate.groupingExpressions()));
    if (sets.compareTo(BigInteger.valueOf(BOUND)) > 0) {
      throw Refusals.groupings(BOUND);
    }
  }

  private static BigInteger product(List<? extends Expression> expressions) {
    return expressions.stream()
        .map(GroupingBound::sets)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  private static BigInteger sets(Expression expression) {
    BigInteger below = product(CollectionConverters.asJava(expression.children()));
    BigInteger own = BigInteger.ONE;
    if (expression instanceof Cube cube) {
      own = BigInteger.ONE.shiftLeft(cube.groupingSetIndexes().size());
    } else if (expression instanceof Rollup rollup) {
      own = BigInteger.valueOf(rollup.groupingSetIndexes().size() + 1L);
    } else if (expression instanceof GroupingSets sets) {
      own = BigInteger.valueOf(Math.max(1, sets.groupingSetIndexes().size()));
    }
    return own.multiply(below);
  }
}
