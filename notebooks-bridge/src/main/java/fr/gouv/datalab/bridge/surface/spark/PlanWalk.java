package fr.gouv.datalab.bridge.surface.spark;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import scala.Product;
import scala.collection.Iterable;
import scala.collection.Iterator;

/**
 * Visits every plan node and every expression that a tree holds, subqueries and common table
 * expressions included.
 *
 * <p>Spark's own traversals follow {@code children}, and a parsed plan keeps plans elsewhere too
 * (in a WITH clause, in the arguments of a subquery). {@link #parsed} therefore follows every
 * constructor argument of every node, so that no node can hide from it, whatever its class.
 */
final class PlanWalk {

  /** What is done at each node. */
  interface Visitor {
    /**
     * Sees a plan node.
     *
     * @return whether to go into it
     */
    boolean plan(LogicalPlan plan);

    /** Sees an expression. */
    void expression(Expression expression);
  }

  private final Visitor visitor;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private PlanWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Visits a plan as the parser made it. */
  static void parsed(LogicalPlan root, Visitor visitor) {
    new PlanWalk(visitor).anything(root);
  }

  /** Visits a plan as the analyser made it. */
  static void analysed(LogicalPlan root, Visitor visitor) {
    new PlanWalk(visitor).plan(root);
  }

  private void anything(Object value) {
    if (value instanceof DataType || !(value instanceof Product || value instanceof Iterable)) {
      return;
    }
    if (!seen.add(value)) {
      return;
    }
    if (value instanceof LogicalPlan plan && !visitor.plan(plan)) {
      return;
    }
    if (value instanceof Expression expression) {
      visitor.expression(expression);
    }
    Iterator<?> parts =
        value instanceof Iterable<?> many ? many.iterator() : ((Product) value).productIterator();
    while (parts.hasNext()) {
      anything(parts.next());
    }
  }

  private void plan(LogicalPlan plan) {
    if (!seen.add(plan) || !visitor.plan(plan)) {
      return;
    }
    for (Iterator<Expression> i = plan.expressions().iterator(); i.hasNext(); ) {
      expression(i.next());
    }
    for (Iterator<LogicalPlan> i = plan.children().iterator(); i.hasNext(); ) {
      plan(i.next());
    }
    for (Iterator<?> i = plan.innerChildren().iterator(); i.hasNext(); ) {
      if (i.next() instanceof LogicalPlan inner) {
        plan(inner);
      }
    }
  }

  private void expression(Expression expression) {
    visitor.expression(expression);
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      plan(plan);
    }
    for (Iterator<Expression> i = expression.children().iterator(); i.hasNext(); ) {
      expression(i.next());
    }
  }
}
