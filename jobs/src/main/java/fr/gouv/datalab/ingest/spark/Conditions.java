package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.QualityRule;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;

/**
 * The conditions between columns of a contract, as Spark compiles them: what a task holds a record
 * against. A condition that has no answer, because a value is absent, is held to be kept.
 */
final class Conditions implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * One of them.
   *
   * @param name as quarantine shows it
   * @param column the first that it names
   * @param reason in French
   * @param check over a row of {@code inputs}
   * @param inputs the columns of {@link #names}
   */
  record Condition(
      String name, String column, String reason, Expression check, Seq<Attribute> inputs)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final ArrayList<Condition> conditions = new ArrayList<>();
  private final StructType schema;
  private final ArrayList<String> names;
  private final ArrayList<Boolean> clear = new ArrayList<>();
  private boolean again;

  /** The conditions of a contract, analysed in a session that reads no data. */
  Conditions(SparkSession session, Contract contract) {
    List<Column> named = new ArrayList<>();
    StructType typed = new StructType();
    for (Column column : contract.fileColumns()) {
      if (contract.rules().stream().anyMatch(rule -> matcher(column, rule).find())) {
        named.add(column);
        typed = typed.add(column.name(), LakeTypes.of(column));
      }
    }
    schema = typed;
    names = new ArrayList<>(named.stream().map(Column::name).toList());
    for (QualityRule rule : contract.rules()) {
      conditions.add(condition(session, rule, first(named, rule)));
      clear.add(
          named.stream()
              .filter(column -> column.isIdentifier() || !column.isInLake())
              .anyMatch(column -> matcher(column, rule).find()));
    }
  }

  private static Matcher matcher(Column column, QualityRule rule) {
    return Pattern.compile("\\b" + column.name() + "\\b").matcher(rule.check());
  }

  private static String first(List<Column> named, QualityRule rule) {
    String first = "";
    int at = Integer.MAX_VALUE;
    for (Column column : named) {
      Matcher found = matcher(column, rule);
      if (found.find() && found.start() < at) {
        at = found.start();
        first = column.name();
      }
    }
    return first;
  }

  private Condition condition(SparkSession session, QualityRule rule, String column) {
    Dataset<Row> checked =
        session
            .internalCreateDataFrame(
                session.sparkContext().emptyRDD(ClassTag$.MODULE$.apply(InternalRow.class)),
                schema,
                false)
            .select(functions.coalesce(functions.expr(rule.check()), functions.lit(true)));
    LogicalPlan plan = checked.queryExecution().optimizedPlan();
    Expression check = ((Alias) plan.expressions().head()).child();
    Seq<Attribute> inputs = plan.children().head().output();
    return new Condition(rule.name(), column, rule.reason(), check, inputs);
  }

  /** The same, for rows that were refused before: what a producer's stage told is judged anew. */
  Conditions again() {
    again = true;
    return this;
  }

  /**
   * Whether the lake may judge anew a row of which the producer's stage told a broken condition.
   * Its values are all there, but not in clear: so only when no condition names one that was.
   */
  boolean judgesToldOnes() {
    return again && !clear.contains(true);
  }

  /** The condition at a place in the contract. */
  Condition get(int at) {
    return conditions.get(at);
  }

  /** Holds the rows of one reader against them. Not thread-safe. */
  final class Check {
    private final SpecificInternalRow row;
    private final TypedValues values;
    private final BasePredicate[] predicates;
    private final boolean tokens;

    Check(RowFormat format) {
      values = new TypedValues(format, format.places(names));
      tokens = format.tokens();
      row = new SpecificInternalRow(schema);
      predicates =
          conditions.stream()
              .map(condition -> Predicate.create(condition.check(), condition.inputs()))
              .toArray(BasePredicate[]::new);
    }

    /** The first condition that a row whose values are good breaks, or -1. */
    int broken(RowReader reader) {
      if (predicates.length == 0) {
        return -1;
      }
      values.write(reader, row, 0);
      for (int i = 0; i < predicates.length; i++) {
        // The producer held the clear values against those that name them: the lake has none.
        if (!(tokens && clear.get(i)) && !predicates[i].eval(row)) {
          return i;
        }
      }
      return -1;
    }
  }
}
