package fr.gouv.datalab.bridge.surface.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.Option;
import scala.Tuple3;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts granted tables in the place of their names in a parsed plan, so that no name is left for
 * Spark's catalogues to look up except those that the query itself defines in a WITH clause.
 */
final class TableNames extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {

  private final GrantedViews granted;
  private final List<String> defined;

  private TableNames(GrantedViews granted, List<String> defined) {
    this.granted = granted;
    this.defined = defined;
  }

  /**
   * The plan with granted tables in it; a name that the query defines itself hides a table of that
   * name.
   */
  static LogicalPlan replace(LogicalPlan parsed, GrantedViews granted, List<String> definedNames) {
    return (LogicalPlan) parsed.transformDownWithSubqueries(new TableNames(granted, definedNames));
  }

  @Override
  public boolean isDefinedAt(LogicalPlan plan) {
    return plan instanceof UnresolvedWith
        || plan instanceof UnresolvedRelation relation && table(relation).isPresent();
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (plan instanceof UnresolvedRelation relation) {
      return granted.relation(table(relation).orElseThrow(), parts(relation));
    }
    return inside((UnresolvedWith) plan);
  }

  @Override
  public <A extends LogicalPlan, B> B applyOrElse(A plan, scala.Function1<A, B> otherwise) {
    if (!isDefinedAt(plan)) {
      return otherwise.apply(plan);
    }
    @SuppressWarnings("unchecked") // Scala's B is a supertype of LogicalPlan
    B replaced = (B) apply(plan);
    return replaced;
  }

  private UnresolvedWith inside(UnresolvedWith with) {
    List<Tuple3<String, SubqueryAlias, Option<Object>>> relations = new ArrayList<>();
    Iterator<Tuple3<String, SubqueryAlias, Option<Object>>> each = with.cteRelations().iterator();
    while (each.hasNext()) {
      Tuple3<String, SubqueryAlias, Option<Object>> one = each.next();
      SubqueryAlias replaced = (SubqueryAlias) one._2().transformDownWithSubqueries(this);
      relations.add(new Tuple3<>(one._1(), replaced, one._3()));
    }
    return with.copy(
        with.child(), CollectionConverters.asScala(relations).toSeq(), with.allowRecursion());
  }

  private Optional<String> table(UnresolvedRelation relation) {
    List<String> parts = parts(relation);
    boolean hidden = parts.size() == 1 && defined.stream().anyMatch(parts.get(0)::equalsIgnoreCase);
    return hidden ? Optional.empty() : granted.tableNamed(parts);
  }

  static List<String> parts(UnresolvedRelation relation) {
    return CollectionConverters.asJava(relation.multipartIdentifier());
  }
}
