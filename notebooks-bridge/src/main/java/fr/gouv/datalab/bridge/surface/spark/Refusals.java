package fr.gouv.datalab.bridge.surface.spark;

import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import java.util.Collection;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The sentences with which the closed surface refuses. */
final class Refusals {

  private Refusals() {}

  static RefusedQueryException plan(LogicalPlan plan) {
    return new RefusedQueryException(
        "surface.statement",
        "This session reads with SELECT and nothing else: "
            + words(plan)
            + " is not part of it."
            + instead(plan));
  }

  private static String instead(LogicalPlan plan) {
    String name = plan.getClass().getSimpleName();
    return name.startsWith("Show") || name.startsWith("Describe")
        ? " What the convention grants is told by tables() and describe() in Python, and by the"
            + " metadata that JDBC and ADBC read."
        : "";
  }

  static RefusedQueryException expression(Expression expression) {
    if (expression instanceof NamedParameter) {
      return new RefusedQueryException(
          "surface.expression", "A parameter has no name here: write `?` in its place.");
    }
    return new RefusedQueryException(
        "surface.expression",
        "The expression " + words(expression) + " is not part of this session's SQL.");
  }

  static RefusedQueryException function(String name) {
    return new RefusedQueryException(
        "surface.function", "The function " + name + " does not exist in this session.");
  }

  static RefusedQueryException table(String name, Collection<String> granted) {
    return new RefusedQueryException(
        "surface.table",
        name,
        "The convention grants no table "
            + name
            + ". It grants: "
            + String.join(", ", granted)
            + ".");
  }

  static RefusedQueryException metadata(String column) {
    return new RefusedQueryException(
        "surface.metadata",
        "The column " + column + " is about the storage, not the data, and is not granted.");
  }

  static RefusedQueryException growth(String function, long bound) {
    return new RefusedQueryException(
        "surface.growth",
        function
            + " needs constant sizes here, and all such sizes of a query multiplied must stay under "
            + bound
            + ".");
  }

  static RefusedQueryException size(String function, long bound) {
    return new RefusedQueryException(
        "surface.growth",
        function
            + " copies what it is given so often that one value may have more than "
            + bound
            + " bytes: copy it fewer times.");
  }

  static RefusedQueryException pattern(String function, boolean like) {
    return new RefusedQueryException(
        "surface.pattern",
        like
            ? function
                + " takes a constant here, with at most "
                + Backtracking.WILDCARDS
                + " signs % between its ends, for a match could last for hours: compare parts of the"
                + " text one by one."
            : function
                + " takes a constant pattern here, in which nothing repeats that holds what repeats"
                + " without end, and at most "
                + Backtracking.UNBOUNDED
                + " parts do, for a match could last for hours: make the inner one possessive (`a++`),"
                + " or write it otherwise.");
  }

  static RefusedQueryException groupings(long bound) {
    return new RefusedQueryException(
        "surface.growth",
        "The query asks for more than "
            + bound
            + " groupings: name in GROUPING SETS those that are needed.");
  }

  static RefusedQueryException inlining(long bound) {
    return new RefusedQueryException(
        "surface.growth",
        "With its WITH clauses in the place of their names, the query is larger than "
            + bound
            + " nodes: name each of them fewer times.");
  }

  private static String words(Object node) {
    return node.getClass().getSimpleName().replace("$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
  }
}
