package fr.gouv.datalab.bridge.surface.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoop;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoopRef;
import org.apache.spark.sql.catalyst.plans.logical.View;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How large a value of a query may become, about, in bytes, told from its analysed plan: what is
 * copied into itself level after level ({@code SELECT concat(a, a) AS a FROM (SELECT ...)}) would
 * fill the server's memory with one row.
 *
 * <p>A column that is read counts as {@value ValueSize#COLUMN} bytes, whatever it holds: it is what
 * a query makes of it that is bounded, to {@value ValueSize#BOUND}.
 */
final class ValueSizes {
  /** How often Spark lets a recursion go round. */
  private static final int ROUNDS = 100;

  /** A larger value, to see how a recursion or an aggregation answers to it. */
  static final double PROBE = 1_000;

  private final Map<Long, Double> columns = new HashMap<>();
  private final Map<Long, List<Double>> named = new HashMap<>();
  private final Map<Long, List<Double>> loops = new HashMap<>();
  private final ValueSize values = new ValueSize(columns, this::ofSubquery);

  private ValueSizes() {}

  /**
   * Looks at every value of a plan.
   *
   * @throws fr.gouv.datalab.bridge.queries.RefusedQueryException when one may be too large
   */
  static void refuseTooLarge(LogicalPlan analysed) {
    new ValueSizes().see(analysed);
  }

  private double ofSubquery(LogicalPlan plan) {
    see(plan);
    return plan.output().isEmpty() ? ValueSize.NUMBER : of(plan).get(0);
  }

  private void see(LogicalPlan plan) {
    if (plan instanceof View) {
      return;
    }
    if (plan instanceof UnionLoop loop) {
      recur(loop);
      return;
    }
    each(plan.children()).forEach(this::see);
    for (Expression expression : each(plan.expressions())) {
      double size = values.of(expression);
      if (expression instanceof Alias alias) {
        columns.put(alias.exprId().id(), size);
      }
    }
    if (plan instanceof CTERelationDef definition) {
      named.put(definition.id(), of(definition.child()));
    } else if (plan instanceof CTERelationRef reference) {
      give(reference, named.get(reference.cteId()));
    } else if (plan instanceof UnionLoopRef reference) {
      give(reference, loops.get(reference.loopId()));
    } else if (plan instanceof Union union) {
      give(union, largest(each(union.children()).stream().map(this::of).toList()));
    } else if (plan instanceof Expand expand) {
      give(
          expand,
          largest(
              each(expand.projections()).stream()
                  .map(one -> each(one).stream().map(values::of).toList())
                  .toList()));
    } else if (plan instanceof Generate generate) {
      double size = values.of((Expression) generate.generator());
      each(generate.generatorOutput()).forEach(made -> columns.put(made.exprId().id(), size));
    }
  }

  /** A recursion may add to a value at each round, and not multiply it. */
  private void recur(UnionLoop loop) {
    LogicalPlan anchor = loop.children().apply(0);
    LogicalPlan again = loop.children().apply(1);
    see(anchor);
    List<Double> first = of(anchor);
    loops.put(loop.id(), first.stream().map(size -> size + PROBE).toList());
    see(again);
    List<Double> probed = of(again);
    loops.put(loop.id(), first);
    see(again);
    List<Double> second = of(again);
    List<Double> last = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      if (ValueSize.multiplies(second.get(i), probed.get(i))) {
        throw Refusals.size("A recursion", ValueSize.BOUND);
      }
      last.add(first.get(i) + ROUNDS * Math.max(0, second.get(i) - first.get(i)));
    }
    give(loop, last);
  }

  private List<Double> of(LogicalPlan plan) {
    return each(plan.output()).stream().map(values::of).toList();
  }

  private static List<Double> largest(List<List<Double>> rows) {
    List<Double> most = new ArrayList<>(rows.get(0));
    for (List<Double> row : rows) {
      for (int i = 0; i < most.size() && i < row.size(); i++) {
        most.set(i, Math.max(most.get(i), row.get(i)));
      }
    }
    return most;
  }

  /** Says how large the columns of a plan are; of those that are not known, what is read. */
  private void give(LogicalPlan plan, List<Double> sizes) {
    List<Attribute> output = each(plan.output());
    for (int i = 0; sizes != null && i < output.size() && i < sizes.size(); i++) {
      columns.put(output.get(i).exprId().id(), sizes.get(i));
    }
  }

  static <T> List<T> each(Seq<T> parts) {
    return CollectionConverters.asJava(parts);
  }
}
