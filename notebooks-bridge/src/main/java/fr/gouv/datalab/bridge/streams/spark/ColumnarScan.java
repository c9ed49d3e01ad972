package fr.gouv.datalab.bridge.streams.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A plan that reads files column by column, keeps some of the rows, and computes columns from
 * single rows: what it reads can go to Arrow without becoming rows in between.
 *
 * @param source gives batches of columns
 * @param input the columns of those batches
 * @param filters that a row must pass, all of them
 * @param output the columns to give, as expressions over the input
 */
record ColumnarScan(
    SparkPlan source, Seq<Attribute> input, List<Expression> filters, List<Expression> output) {

  /** The plan in this form, if it has it. */
  static Optional<ColumnarScan> of(SparkPlan plan) {
    List<Expression> output = new ArrayList<>(CollectionConverters.asJava(plan.output()));
    List<Expression> filters = new ArrayList<>();
    SparkPlan node = inside(plan);
    if (node instanceof ProjectExec project) {
      output.clear();
      for (NamedExpression column : CollectionConverters.asJava(project.projectList())) {
        output.add((Expression) column);
      }
      node = inside(project.child());
    }
    if (node instanceof FilterExec filter) {
      filters.add(filter.condition());
      node = inside(filter.child());
    }
    if (!(node instanceof ColumnarToRowExec rows)) {
      return Optional.empty();
    }
    SparkPlan source = inside(rows.child());
    boolean plain =
        source.supportsColumnar()
            && output.stream().allMatch(ColumnarScan::ofOneRow)
            && filters.stream().allMatch(ColumnarScan::ofOneRow);
    return plain
        ? Optional.of(
            new ColumnarScan(source, source.output(), List.copyOf(filters), List.copyOf(output)))
        : Optional.empty();
  }

  private static SparkPlan inside(SparkPlan plan) {
    SparkPlan node = plan;
    while (true) {
      if (node instanceof WholeStageCodegenExec stage) {
        node = stage.child();
      } else if (node instanceof InputAdapter adapter) {
        node = adapter.child();
      } else {
        return node;
      }
    }
  }

  /** Whether an expression has one value for each row, whatever came before it. */
  private static boolean ofOneRow(Expression expression) {
    return expression.deterministic() && !expression.exists(e -> e instanceof PlanExpression<?>);
  }
}
