package fr.gouv.datalab.bridge.releases.spark;

import fr.gouv.datalab.pseudonyms.spark.PseudonymFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.CountIf;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What the columns of a query are made of, read on its analysed plan: a count, a pseudonym, or
 * something else. Both answers lean to the careful side where a plan says too little.
 */
final class Lineage {
  /** What is known of a column. */
  private record Made(boolean count, boolean pseudonym) {
    static final Made OTHER = new Made(false, false);
  }

  private final LogicalPlan plan;
  private final Map<ExprId, Made> known = new HashMap<>();

  /** The lineage of an analysed query. */
  Lineage(LogicalPlan analysed) {
    plan = new InlineCTE(true, false).apply(analysed);
    visit(plan);
  }

  /** Whether a column is a count of lines or of values, or a sum of such counts. */
  boolean isCount(String column) {
    return all(column).stream().allMatch(Made::count);
  }

  /** Whether a pseudonym went into a column, other than by being counted. */
  boolean holdsPseudonym(String column) {
    return all(column).stream().anyMatch(Made::pseudonym);
  }

  private List<Made> all(String column) {
    List<Made> made = new ArrayList<>();
    for (Attribute attribute : CollectionConverters.asJava(plan.output())) {
      if (attribute.name().equals(column)) {
        made.add(of(attribute));
      }
    }
    return made.isEmpty() ? List.of(Made.OTHER) : made;
  }

  private Made of(Attribute attribute) {
    return known.getOrDefault(attribute.exprId(), Made.OTHER);
  }

  private void visit(LogicalPlan node) {
    List<LogicalPlan> children = CollectionConverters.asJava(node.children());
    children.forEach(this::visit);
    for (Expression expression : CollectionConverters.asJava(node.expressions())) {
      plans(expression);
    }
    for (Expression expression : CollectionConverters.asJava(node.expressions())) {
      aliases(expression);
    }
    if (node instanceof Union union) {
      union(union);
      return;
    }
    if (node instanceof Expand expand) {
      expanded(expand);
    }
    if (node instanceof Generate generate) {
      boolean tainted = pseudonym((Expression) generate.generator());
      for (Attribute made : CollectionConverters.asJava(generate.generatorOutput())) {
        known.put(made.exprId(), new Made(false, tainted));
      }
    }
    boolean tainted =
        children.stream()
            .flatMap(child -> CollectionConverters.asJava(child.output()).stream())
            .anyMatch(attribute -> of(attribute).pseudonym());
    for (Attribute made : CollectionConverters.asJava(node.output())) {
      known.putIfAbsent(made.exprId(), new Made(false, tainted));
    }
  }

  /** A column of a union is what it is on every side. */
  private void union(Union union) {
    List<LogicalPlan> sides = CollectionConverters.asJava(union.children());
    List<Attribute> output = CollectionConverters.asJava(union.output());
    for (int i = 0; i < output.size(); i++) {
      boolean count = true;
      boolean pseudonym = false;
      for (LogicalPlan side : sides) {
        Made made = of(side.output().apply(i));
        count &= made.count();
        pseudonym |= made.pseudonym();
      }
      known.put(output.get(i).exprId(), new Made(count, pseudonym));
    }
  }

  /** What grouping sets make of a column: itself, or nothing. */
  private void expanded(Expand expand) {
    List<Attribute> output = CollectionConverters.asJava(expand.output());
    for (int i = 0; i < output.size(); i++) {
      boolean tainted = false;
      for (Seq<Expression> row : CollectionConverters.asJava(expand.projections())) {
        tainted |= pseudonym(row.apply(i));
      }
      known.putIfAbsent(output.get(i).exprId(), new Made(false, tainted));
    }
  }

  private void plans(Expression expression) {
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan inner) {
      visit(inner);
    }
    CollectionConverters.asJava(expression.children()).forEach(this::plans);
  }

  private void aliases(Expression expression) {
    CollectionConverters.asJava(expression.children()).forEach(this::aliases);
    if (expression instanceof Alias alias) {
      known.put(alias.exprId(), new Made(count(alias.child()), pseudonym(alias.child())));
    }
  }

  private boolean count(Expression expression) {
    if (expression instanceof Attribute attribute) {
      return of(attribute).count();
    }
    if (expression instanceof Cast || expression instanceof AggregateExpression) {
      return count(expression.children().head());
    }
    if (expression instanceof Coalesce) {
      return CollectionConverters.asJava(expression.children()).stream()
          .allMatch(part -> count(part) || isZero(part));
    }
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan inner) {
      return of(inner.output().head()).count();
    }
    return expression instanceof Count
        || expression instanceof CountIf
        || expression instanceof Sum && count(expression.children().head());
  }

  /** What stands in a cell that no line fell in. */
  private static boolean isZero(Expression expression) {
    Expression inner = expression instanceof Cast cast ? cast.child() : expression;
    return inner instanceof Literal literal && "0".equals(String.valueOf(literal.value()));
  }

  private boolean pseudonym(Expression expression) {
    if (expression instanceof Count || expression instanceof CountIf) {
      return false;
    }
    if (expression instanceof Attribute attribute) {
      return of(attribute).pseudonym();
    }
    if (expression instanceof StaticInvoke call
        && call.staticObject().equals(PseudonymFunctions.class)) {
      return true;
    }
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan inner) {
      return CollectionConverters.asJava(inner.output()).stream()
          .anyMatch(attribute -> of(attribute).pseudonym());
    }
    return CollectionConverters.asJava(expression.children()).stream().anyMatch(this::pseudonym);
  }
}
