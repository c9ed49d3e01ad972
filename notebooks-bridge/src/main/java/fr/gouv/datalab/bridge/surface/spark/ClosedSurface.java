package fr.gouv.datalab.bridge.surface.spark;

import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.PosParameterizedQuery;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The SQL that a session may speak: reading granted tables with a closed list of nodes, expressions
 * and functions.
 *
 * <p>Decided on plans, never on the text: once on the parsed plan, so that the analyser meets
 * nothing that acts, and once on the analysed plan, which is what will run. Both are lists of what
 * is allowed, so a function or a node that a later Spark adds stays refused until someone has read
 * it. See decision record 0010.
 */
public final class ClosedSurface {

  private final SparkSession session;
  private final GrantedViews granted;

  /**
   * A surface over granted tables. Texts of SQL are taken as they are written: Spark would put the
   * server's environment, its properties and its settings in the place of {@code ${env:NAME}} and
   * the like before it parses, where no plan shows it.
   *
   * @param session the isolated session that queries run in; its substitution is turned off
   * @param granted its tables
   */
  public ClosedSurface(SparkSession session, GrantedViews granted) {
    session.conf().set("spark.sql.variable.substitute", "false");
    this.session = session;
    this.granted = granted;
  }

  /**
   * A query that was parsed and admitted; its parameters have no values yet.
   *
   * @param parameters how many
   * @param counts which of them, from 0, are numbers of rows: whole numbers, and nothing else
   */
  public record Admitted(String sql, LogicalPlan plan, int parameters, Set<Integer> counts) {}

  /** A query that may run, and the granted tables that it reads. */
  public record Decided(QueryExecution execution, Set<String> tables) {}

  /**
   * Parses a query and admits its plan.
   *
   * @throws InvalidQueryException if it is not SQL
   * @throws RefusedQueryException if its plan is outside the surface
   */
  public Admitted admit(String sql) {
    try {
      ParsedSurface.Admitted admitted =
          ParsedSurface.admit(session.sessionState().sqlParser().parsePlan(sql), granted);
      return new Admitted(sql, admitted.plan(), admitted.parameters(), admitted.counts());
    } catch (ParseException e) {
      throw new InvalidQueryException(AnalysisSentence.of(e));
    }
  }

  /**
   * Analyses an admitted query with values for its parameters, and decides on it.
   *
   * @throws InvalidQueryException if it does not analyse, or the number of values is not that of
   *     its parameters
   * @throws RefusedQueryException if its analysed plan is outside the surface
   */
  public Decided decide(Admitted query, List<Literal> values) {
    if (values.size() != query.parameters()) {
      throw new InvalidQueryException(
          "The query has "
              + query.parameters()
              + " parameters and "
              + values.size()
              + " values were given.");
    }
    try {
      QueryExecution execution = execution(bound(query, values));
      return new Decided(execution, AnalysedSurface.tablesOf(execution.analyzed(), granted));
    } catch (Exception e) {
      // AnalysisException is checked for Java and thrown unchecked by Scala
      if (e instanceof AnalysisException analysis) {
        throw new InvalidQueryException(
            AnalysisSentence.of(analysis), AnalysisSentence.unknownColumn(analysis));
      }
      // constants that sizes are made of are computed while it is decided
      if (e instanceof RuntimeException failure) {
        throw DataFailure.of(e).<RuntimeException>map(told -> told).orElse(failure);
      }
      throw e;
    }
  }

  private QueryExecution execution(LogicalPlan plan) {
    Dataset<Row> rows = org.apache.spark.sql.classic.Dataset.ofRows(session, plan);
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution();
  }

  private static LogicalPlan bound(Admitted query, List<Literal> values) {
    if (values.isEmpty()) {
      return query.plan();
    }
    List<Expression> expressions = new ArrayList<>(values);
    query.counts().forEach(i -> expressions.set(i, count(values.get(i))));
    return new PosParameterizedQuery(
        query.plan(), CollectionConverters.asScala(expressions).toSeq());
  }

  /** Spark counts rows by integers, and clients send whole numbers as long ones. */
  private static Literal count(Literal value) {
    return value.value() instanceof Long rows && rows == rows.intValue()
        ? Literal.create(rows.intValue(), DataTypes.IntegerType)
        : value;
  }
}
