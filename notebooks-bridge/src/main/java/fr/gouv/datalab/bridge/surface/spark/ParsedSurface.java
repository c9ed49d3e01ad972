package fr.gouv.datalab.bridge.surface.spark;

import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.analysis.PosParameter;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.collection.Iterator;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The first decision on a query: on the plan as parsed, before any name in it is looked up.
 *
 * <p>Spark's analyser acts on some nodes (it opens a file that stands in a table's place, it runs
 * some commands), so a plan with a node that is not on the list never reaches it.
 */
final class ParsedSurface implements PlanWalk.Visitor {

  private static final AllowList PLANS = AllowList.read("parsed-plans.txt");
  private static final AllowList EXPRESSIONS = AllowList.read("parsed-expressions.txt");
  private static final AllowList LATER_EXPRESSIONS = AllowList.read("analysed-expressions.txt");
  private static final AllowList FUNCTIONS = AllowList.read("functions.txt");

  private final GrantedViews granted;
  private final List<String> defined = new ArrayList<>();
  private final List<UnresolvedRelation> relations = new ArrayList<>();
  private int parameters;

  private ParsedSurface(GrantedViews granted) {
    this.granted = granted;
  }

  /**
   * A parsed plan that may be analysed: granted tables in place of names, and the number of its
   * parameters.
   */
  record Admitted(LogicalPlan plan, int parameters) {}

  /**
   * Admits a parsed plan.
   *
   * @throws RefusedQueryException if it has a node, a function or a table name outside the surface
   */
  static Admitted admit(LogicalPlan parsed, GrantedViews granted) {
    ParsedSurface surface = new ParsedSurface(granted);
    PlanWalk.parsed(parsed, surface);
    surface.relations.forEach(surface::checkName);
    return new Admitted(TableNames.replace(parsed, granted, surface.defined), surface.parameters);
  }

  @Override
  public boolean plan(LogicalPlan plan) {
    if (!PLANS.hasClassOf(plan)) {
      throw Refusals.plan(plan);
    }
    if (plan instanceof UnresolvedRelation relation) {
      relations.add(relation);
    } else if (plan instanceof UnresolvedWith with) {
      for (Iterator<?> i = with.cteRelations().iterator(); i.hasNext(); ) {
        defined.add(((scala.Tuple3<?, ?, ?>) i.next())._1().toString());
      }
    } else if (plan instanceof UnresolvedTableValuedFunction function) {
      checkFunction(function.name());
    }
    return true;
  }

  @Override
  public void expression(Expression expression) {
    if (!EXPRESSIONS.hasClassOf(expression) && !LATER_EXPRESSIONS.hasClassOf(expression)) {
      throw Refusals.expression(expression);
    }
    if (expression instanceof UnresolvedFunction function) {
      checkFunction(function.nameParts());
    } else if (expression instanceof PosParameter) {
      parameters++;
    }
  }

  private static void checkFunction(Seq<String> parts) {
    List<String> name = CollectionConverters.asJava(parts);
    if (name.size() != 1 || !FUNCTIONS.hasName(name.get(0).toLowerCase(Locale.ROOT))) {
      throw Refusals.function(String.join(".", name));
    }
  }

  private void checkName(UnresolvedRelation relation) {
    List<String> parts = TableNames.parts(relation);
    if (!relation.options().isEmpty() || relation.isStreaming()) {
      throw new RefusedQueryException(
          "surface.table", "A table takes no options and is not a stream here: name it alone.");
    }
    boolean ownName =
        parts.size() == 1 && defined.stream().anyMatch(parts.get(0)::equalsIgnoreCase);
    if (!ownName && granted.tableNamed(parts).isEmpty()) {
      throw Refusals.table(String.join(".", parts), granted.tables());
    }
  }
}
