package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.streams.spark.ResultStream;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.expressions.BinaryOperator;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Which types the parameters of a query take, which its text does not say: a driver wants to know
 * before it has a value.
 *
 * <p>The query is analysed with a text of its own in each parameter's place. What stands beside
 * that text in a comparison gives its type; a parameter beside nothing is text, and the value that
 * is given later decides. A number of rows is a whole number.
 */
final class ParameterTypes {
  private final List<Literal> marks = new ArrayList<>();
  private final DataType[] types;

  private ParameterTypes(ClosedSurface.Admitted query) {
    types = new DataType[query.parameters()];
    for (int i = 0; i < types.length; i++) {
      boolean count = query.counts().contains(i);
      types[i] = count ? DataTypes.IntegerType : DataTypes.StringType;
      marks.add(
          count
              ? Literal.create(1, DataTypes.IntegerType)
              : new Literal(
                  UTF8String.fromString(UUID.randomUUID().toString()), DataTypes.StringType));
    }
  }

  /** The columns of a query's result and of its parameters, as far as they can be known. */
  record Described(Schema dataset, Schema parameters) {}

  /** Describes a query, deciding on it as {@link Session#decide} does. */
  static Described describe(Session session, String sql) {
    ClosedSurface.Admitted query = session.admit(sql);
    if (query.parameters() == 0) {
      return new Described(
          ResultStream.schemaOf(session.decide(sql, List.of()).execution()), new Schema(List.of()));
    }
    ParameterTypes inferred = new ParameterTypes(query);
    Schema dataset = inferred.infer(session, sql);
    return new Described(dataset, inferred.schema());
  }

  private Schema infer(Session session, String sql) {
    try {
      ClosedSurface.Decided decided = session.decide(sql, List.copyOf(marks));
      visit(decided.execution().analyzed());
      return ResultStream.schemaOf(decided.execution());
    } catch (InvalidQueryException noTextThere) {
      return new Schema(List.of());
    }
  }

  private Schema schema() {
    StructType rows = new StructType();
    for (int i = 0; i < types.length; i++) {
      rows = rows.add("parameter_" + (i + 1), types[i]);
    }
    List<Field> fields = ResultStream.schemaOf(rows).getFields();
    return new Schema(fields);
  }

  private void visit(LogicalPlan plan) {
    for (Iterator<Expression> i = plan.expressions().iterator(); i.hasNext(); ) {
      visit(i.next());
    }
    for (Iterator<LogicalPlan> i = plan.children().iterator(); i.hasNext(); ) {
      visit(i.next());
    }
    for (Iterator<?> i = plan.innerChildren().iterator(); i.hasNext(); ) {
      if (i.next() instanceof LogicalPlan inner) {
        visit(inner);
      }
    }
  }

  private void visit(Expression expression) {
    List<Expression> children = CollectionConverters.asJava(expression.children());
    for (Expression child : children) {
      visit(child);
      int index = marks.indexOf(bare(child));
      if (isMark(bare(child))) {
        type(expression, child, children).ifPresent(type -> types[index] = type);
      }
    }
  }

  /** What an expression makes of a text in one of its places. */
  private Optional<DataType> type(Expression expression, Expression place, List<Expression> all) {
    boolean compares = expression instanceof BinaryOperator || expression instanceof Predicate;
    if (place instanceof Cast cast && !compares) {
      return Optional.of(cast.dataType());
    }
    return all.stream()
        .map(ParameterTypes::bare)
        .filter(sibling -> !isMark(sibling))
        .map(Expression::dataType)
        .findFirst();
  }

  /** Numbers of rows are known already, and could be taken for a number of the query's own. */
  private boolean isMark(Expression expression) {
    return expression.dataType() == DataTypes.StringType && marks.contains(expression);
  }

  private static Expression bare(Expression expression) {
    Expression inner = expression;
    while (inner instanceof Cast cast) {
      inner = cast.child();
    }
    return inner;
  }
}
