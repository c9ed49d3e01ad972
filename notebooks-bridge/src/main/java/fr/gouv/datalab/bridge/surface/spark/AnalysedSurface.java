package fr.gouv.datalab.bridge.surface.spark;

import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.View;

/**
 * The decision on a query: on the analysed plan, where every name has become the thing it stands
 * for.
 *
 * <p>Every node must be on the list of plan nodes, every expression on the list of expressions, and
 * every leaf that reads something must be the view of a granted table. What lies below such a view
 * is the house's own plan and is not looked into.
 */
final class AnalysedSurface implements PlanWalk.Visitor {

  private static final AllowList PLANS = AllowList.read("analysed-plans.txt");
  private static final AllowList EXPRESSIONS = AllowList.read("analysed-expressions.txt");
  private static final String METADATA_COLUMN = "__metadata_col";

  private final GrantedViews granted;
  private final Growth growth = new Growth();
  private final Set<String> tables = new TreeSet<>();

  private AnalysedSurface(GrantedViews granted) {
    this.granted = granted;
  }

  /**
   * The granted tables that an analysed plan reads.
   *
   * @throws RefusedQueryException if it has a node, an expression or a leaf outside the surface
   */
  static Set<String> tablesOf(LogicalPlan analysed, GrantedViews granted) {
    AnalysedSurface surface = new AnalysedSurface(granted);
    PlanWalk.analysed(analysed, surface);
    ValueSizes.refuseTooLarge(analysed);
    return surface.tables;
  }

  @Override
  public boolean plan(LogicalPlan plan) {
    if (plan instanceof View view) {
      tables.add(
          granted
              .tableOf(view)
              .orElseThrow(
                  () -> Refusals.table(view.desc().identifier().table(), granted.tables())));
      return false;
    }
    if (!PLANS.hasClassOf(plan)) {
      throw Refusals.plan(plan);
    }
    return true;
  }

  @Override
  public void expression(Expression expression) {
    if (!EXPRESSIONS.hasClassOf(expression)) {
      throw Refusals.expression(expression);
    }
    if (expression instanceof AttributeReference column
        && column.metadata().contains(METADATA_COLUMN)) {
      throw Refusals.metadata(column.name());
    }
    growth.add(expression);
    Backtracking.refuse(expression);
  }
}
