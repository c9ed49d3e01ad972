package fr.gouv.datalab.bridge.surface.spark;

import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.PosParameter;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
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
  private final Set<Integer> parameters = new TreeSet<>();
  private final Set<Integer> counts = new TreeSet<>();

  private ParsedSurface(GrantedViews granted) {
    this.granted = granted;
  }

  /**
   * A parsed plan that may be analysed: granted tables in place of names, the number of its
   * parameters, and which of them, from 0, are numbers of rows (of {@code LIMIT} or {@code
   * OFFSET}).
   */
  record Admitted(LogicalPlan plan, int parameters, Set<Integer> counts) {}

  /**
   * Admits a parsed plan.
   *
   * @throws RefusedQueryException if it has a node, a function or a table name outside the surface
   */
  static Admitted admit(LogicalPlan parsed, GrantedViews granted) {
    ParsedSurface surface = new ParsedSurface(granted);
    PlanWalk.parsed(parsed, surface);
    Inlining.refuse(parsed);
    surface.relations.forEach(surface::checkName);
    List<Integer> places = List.copyOf(surface.parameters);
    return new Admitted(
        TableNames.replace(parsed, granted, surface.defined),
        places.size(),
        surface.counts.stream().map(places::indexOf).collect(Collectors.toSet()));
  }

  @Override
  public boolean plan(LogicalPlan plan) {
    if (!PLANS.hasClassOf(plan)) {
      throw Refusals.plan(plan);
    }
    if (plan instanceof Aggregate aggregate) {
      GroupingBound.refuse(aggregate);
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
    rows(plan)
        .filter(PosParameter.class::isInstance)
        .ifPresent(parameter -> counts.add(((PosParameter) parameter).pos()));
    return true;
  }

  /** The number of rows that a node keeps or leaves out. */
  private static Optional<Expression> rows(LogicalPlan plan) {
    if (plan instanceof GlobalLimit limit) {
      return Optional.of(limit.limitExpr());
    }
    if (plan instanceof LocalLimit limit) {
      return Optional.of(limit.limitExpr());
    }
    return plan instanceof Offset offset ? Optional.of(offset.offsetExpr()) : Optional.empty();
  }

  @Override
  public void expression(Expression expression) {
    if (!EXPRESSIONS.hasClassOf(expression) && !LATER_EXPRESSIONS.hasClassOf(expression)) {
      throw Refusals.expression(expression);
    }
    if (expression instanceof UnresolvedFunction function) {
      checkFunction(function.nameParts());
    } else if (expression instanceof PosParameter parameter) {
      parameters.add(parameter.pos());
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
