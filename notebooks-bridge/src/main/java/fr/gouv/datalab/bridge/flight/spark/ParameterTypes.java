package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.streams.spark.ResultStream;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import java.util.ArrayList;
import java.util.Collections;
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
import org.apache.spark.sql.catalyst.plans.logical.View;
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
 * is given later decides. Where no text can stand, a number or a boolean is tried. A number of rows
 * is a whole number.
 */
final class ParameterTypes {
  /** Up to so many parameters, each is tried as a text and as a number. */
  private static final int TRIED = 4;

  private final List<Literal> marks = new ArrayList<>();
  private final DataType[] types;

  /** Marks of these types; numbers of rows are known, and are no marks. */
  private ParameterTypes(ClosedSurface.Admitted query, List<DataType> guess) {
    types = new DataType[query.parameters()];
    for (int i = 0; i < types.length; i++) {
      types[i] = query.counts().contains(i) ? DataTypes.IntegerType : guess.get(i);
      marks.add(mark(types[i], i));
    }
  }

  private static Literal mark(DataType type, int place) {
    if (type.equals(DataTypes.IntegerType)) {
      return Literal.create(place + 1, type);
    }
    return type.equals(DataTypes.BooleanType)
        ? Literal.create(true, type)
        : new Literal(UTF8String.fromString(UUID.randomUUID().toString()), type);
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
    for (List<DataType> guess : guesses(query.parameters())) {
      ParameterTypes inferred = new ParameterTypes(query, guess);
      Optional<Schema> dataset = inferred.infer(session, sql);
      if (dataset.isPresent()) {
        return new Described(dataset.get(), inferred.schema());
      }
    }
    List<DataType> texts = Collections.nCopies(query.parameters(), DataTypes.StringType);
    return new Described(new Schema(List.of()), new ParameterTypes(query, texts).schema());
  }

  /** All texts first, whose place in the query tells more; then numbers in some places. */
  private static List<List<DataType>> guesses(int parameters) {
    List<List<DataType>> guesses = new ArrayList<>();
    for (int numbers = 0; numbers < 1 << Math.min(parameters, TRIED); numbers++) {
      List<DataType> guess = new ArrayList<>();
      for (int i = 0; i < parameters; i++) {
        boolean number = (numbers >> Math.min(i, TRIED - 1) & 1) == 1;
        guess.add(number ? DataTypes.IntegerType : DataTypes.StringType);
      }
      guesses.add(guess);
    }
    guesses.add(Collections.nCopies(parameters, DataTypes.BooleanType));
    return guesses;
  }

  private Optional<Schema> infer(Session session, String sql) {
    try {
      ClosedSurface.Decided decided = session.decide(sql, List.copyOf(marks));
      visit(decided.execution().analyzed());
      return Optional.of(ResultStream.schemaOf(decided.execution()));
    } catch (InvalidQueryException notOfThoseTypes) {
      if (!notOfThoseTypes.column().isEmpty()) {
        throw notOfThoseTypes;
      }
      return Optional.empty();
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

  /** What lies below a granted table is the house's own, and has none of the query's marks. */
  private void visit(LogicalPlan plan) {
    if (plan instanceof View) {
      return;
    }
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

  /** What an expression makes of a text in one of its places; a text where it takes one. */
  private Optional<DataType> type(Expression expression, Expression place, List<Expression> all) {
    if (expression instanceof BinaryOperator || expression instanceof Predicate) {
      return all.stream()
          .map(ParameterTypes::bare)
          .filter(sibling -> !isMark(sibling))
          .map(Expression::dataType)
          .findFirst();
    }
    return place instanceof Cast cast ? Optional.of(cast.dataType()) : Optional.empty();
  }

  /** A number or a boolean has its type already, and could be taken for one of the query's own. */
  private boolean isMark(Expression expression) {
    return expression instanceof Literal mark
        && mark.dataType() == DataTypes.StringType
        && marks.contains(mark);
  }

  private static Expression bare(Expression expression) {
    Expression inner = expression;
    while (inner instanceof Cast cast) {
      inner = cast.child();
    }
    return inner;
  }
}
