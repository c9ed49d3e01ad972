package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.PersonSet;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Some persons, as conditions on columns: native expressions, compiled into Spark's generated code.
 * A plan, a log line or a commit of Delta that has one names this look-up, never a person. Open
 * from now until it is closed, in this process.
 */
public final class PersonLookup implements AutoCloseable {
  private final String reference;
  private final PersonSet persons;

  /** Opens a look-up of these persons. */
  public PersonLookup(PersonSet persons) {
    this(UUID.randomUUID().toString(), persons);
  }

  /**
   * Opens a look-up whose name other processes of the job know too.
   *
   * @param reference the name, which says nothing of the persons
   */
  public PersonLookup(String reference, PersonSet persons) {
    this.reference = reference;
    this.persons = persons;
    PersonFunctions.open(reference, persons);
  }

  /** The persons. */
  PersonSet persons() {
    return persons;
  }

  /** Whether a binary column is the lake pseudonym of one of them; false for null. */
  Column names(Column pseudonym) {
    return functions.coalesce(
        call("names", DataTypes.BooleanType, pseudonym), functions.lit(false));
  }

  /** The same, and nothing else needs to be looked at. */
  Column namesAlone(Column pseudonym) {
    return functions.coalesce(
        call("namesAlone", DataTypes.BooleanType, pseudonym), functions.lit(false));
  }

  /** Whether linkage tokens name one of them, that surely or more; false for null. */
  Column reaches(Column linkTokens, CivilKey.Level level) {
    return functions.coalesce(
        call("level", DataTypes.IntegerType, linkTokens).geq(level.ordinal()),
        functions.lit(false));
  }

  /** What stands in the place of a number of theirs in a row that cannot be without one. */
  Column nobody(Column pseudonym) {
    return call("nobody", DataTypes.BinaryType, pseudonym);
  }

  private Column call(String method, DataType type, Column value) {
    Expression id = new Literal(UTF8String.fromString(reference), DataTypes.StringType);
    List<Expression> arguments = List.of(id, ExpressionUtils.expression(value));
    List<AbstractDataType> types = List.of(DataTypes.StringType, DataTypes.BinaryType);
    return ExpressionUtils.column(
        new StaticInvoke(
            PersonFunctions.class,
            type,
            method,
            CollectionConverters.asScala(arguments).toSeq(),
            CollectionConverters.asScala(types).toSeq(),
            true,
            true,
            true,
            scala.Option.empty()));
  }

  @Override
  public void close() {
    PersonFunctions.forget(reference);
  }
}
