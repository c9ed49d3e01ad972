package fr.gouv.datalab.bridge.surface.spark;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.Tuple3;
import scala.collection.Iterator;

/**
 * Bounds a query as it is once its WITH clauses are put in the place of their names: thirty of
 * them, each naming the one before twice, are a thousand million nodes, which Spark makes while it
 * analyses.
 */
final class Inlining {

  static final long BOUND = 20_000;

  private final Map<String, Long> sizes = new HashMap<>();

  private Inlining() {}

  /** Refuses a parsed plan of more than {@value #BOUND} nodes. */
  static void refuse(LogicalPlan parsed) {
    if (new Inlining().size(parsed) > BOUND) {
      throw Refusals.inlining(BOUND);
    }
  }

  private long size(LogicalPlan plan) {
    if (plan instanceof UnresolvedRelation relation) {
      return sizes.getOrDefault(relation.tableName().toLowerCase(Locale.ROOT), 1L);
    }
    if (plan instanceof UnresolvedWith with) {
      Map<String, Long> outside = new HashMap<>(sizes);
      for (Iterator<?> i = with.cteRelations().iterator(); i.hasNext(); ) {
        Tuple3<?, ?, ?> named = (Tuple3<?, ?, ?>) i.next();
        long size = size((LogicalPlan) named._2());
        sizes.put(named._1().toString().toLowerCase(Locale.ROOT), size);
      }
      long size = size(with.child());
      sizes.clear();
      sizes.putAll(outside);
      return size;
    }
    long size = 1;
    for (Iterator<LogicalPlan> i = plan.children().iterator(); i.hasNext(); ) {
      size = Math.min(size + size(i.next()), BOUND + 1);
    }
    for (Iterator<Expression> i = plan.expressions().iterator(); i.hasNext(); ) {
      size = Math.min(size + size(i.next()), BOUND + 1);
    }
    return size;
  }

  private long size(Expression expression) {
    long size =
        expression instanceof PlanExpression<?> subquery
                && subquery.plan() instanceof LogicalPlan plan
            ? size(plan)
            : 0;
    for (Iterator<Expression> i = expression.children().iterator(); i.hasNext(); ) {
      size = Math.min(size + size(i.next()), BOUND + 1);
    }
    return size;
  }
}
