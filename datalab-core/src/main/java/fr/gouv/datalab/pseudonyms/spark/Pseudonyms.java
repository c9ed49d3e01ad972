package fr.gouv.datalab.pseudonyms.spark;

import fr.gouv.datalab.identifiers.IdentifierKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Columns of pseudonyms: native expressions, compiled into Spark's generated code. The plan names
 * the key store, never a key nor a value.
 */
public final class Pseudonyms {
  private final String keys;

  /**
   * Pseudonyms under the keys of a store.
   *
   * @param keys the store's directory, as every machine that runs the plan knows it
   */
  public Pseudonyms(String keys) {
    this.keys = keys;
  }

  /** A 16-byte lake pseudonym, null for null and for what is not a valid identifier. */
  public Column lake(IdentifierKind kind, Column raw) {
    return call("lake", text(keys), number(kind.ordinal()), ExpressionUtils.expression(raw));
  }

  /** The 16-byte project pseudonym of a lake pseudonym. */
  public Column project(String convention, Column pseudonym) {
    return call("project", text(keys), text(convention), ExpressionUtils.expression(pseudonym));
  }

  /**
   * The 16-byte lake pseudonym of a project pseudonym. Only the gate steps back so, under a
   * warrant: a test holds that no other class calls this.
   */
  public Column origin(String convention, Column pseudonym) {
    return call("origin", text(keys), text(convention), ExpressionUtils.expression(pseudonym));
  }

  /**
   * A lake pseudonym under another version of the lake's key; values that are not 16 bytes long
   * (quarantine's marks of invalid identifiers) stay what they are.
   */
  public Column rekeyed(int from, int to, Column pseudonym) {
    return call(
        "rekey", text(keys), number(from), number(to), ExpressionUtils.expression(pseudonym));
  }

  /**
   * The key of the record of a unit, a whole number from 0 to 2^32 - 1, by its project pseudonym
   * (or by its bytes, where it is not 16 bytes long). For sums over published cells alone: it is
   * the same in every project.
   *
   * @param lake the version of the lake's key under which the data is read
   */
  public Column recordKey(String convention, int lake, Column unit) {
    return call(
        DataTypes.LongType,
        "recordKey",
        text(keys),
        text(convention),
        number(lake),
        ExpressionUtils.expression(unit));
  }

  /**
   * A project pseudonym of a list, as the project has it under another version of the lake's key.
   */
  public Column rekeyedProject(String convention, int from, int to, Column pseudonym) {
    return call(
        "rekeyProject",
        text(keys),
        text(convention),
        number(from),
        number(to),
        ExpressionUtils.expression(pseudonym));
  }

  private static Expression text(String value) {
    return new Literal(UTF8String.fromString(value), DataTypes.StringType);
  }

  private static Expression number(int value) {
    return new Literal(value, DataTypes.IntegerType);
  }

  /** The last argument is a column, whose type is not known yet; the others are literals. */
  private static Column call(String method, Expression... arguments) {
    return call(DataTypes.BinaryType, method, arguments);
  }

  private static Column call(DataType result, String method, Expression... arguments) {
    List<AbstractDataType> types = new ArrayList<>();
    for (int i = 0; i < arguments.length - 1; i++) {
      types.add(arguments[i].dataType());
    }
    types.add(method.equals("lake") ? DataTypes.StringType : DataTypes.BinaryType);
    return ExpressionUtils.column(
        new StaticInvoke(
            PseudonymFunctions.class,
            result,
            method,
            CollectionConverters.asScala(List.of(arguments)).toSeq(),
            CollectionConverters.asScala(types).toSeq(),
            true,
            true,
            true,
            scala.Option.empty()));
  }
}
