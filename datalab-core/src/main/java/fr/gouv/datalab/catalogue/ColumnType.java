package fr.gouv.datalab.catalogue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type of a column's values once read. A closed choice. */
public sealed interface ColumnType {

  /** Characters. */
  record Text() implements ColumnType {
    @Override
    public String toString() {
      return "string";
    }
  }

  /** 32-bit whole number. */
  record Int() implements ColumnType {
    @Override
    public String toString() {
      return "integer";
    }
  }

  /** 64-bit whole number. */
  record Long() implements ColumnType {
    @Override
    public String toString() {
      return "long";
    }
  }

  /** Exact decimal number: {@code precision} digits in all, {@code scale} of them decimals. */
  record Decimal(int precision, int scale) implements ColumnType {
    @Override
    public String toString() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** A day, without time or zone. */
  record Date() implements ColumnType {
    @Override
    public String toString() {
      return "date";
    }
  }

  /** Yes or no. */
  record Bool() implements ColumnType {
    @Override
    public String toString() {
      return "boolean";
    }
  }

  /**
   * How a contract writes it, which is also Spark SQL's DDL name (but for {@code long}, bigint).
   */
  @Override
  String toString();

  /** Whether values are numbers. */
  default boolean isNumber() {
    return this instanceof Int || this instanceof Long || this instanceof Decimal;
  }

  /**
   * Reads what a contract writes.
   *
   * @throws IllegalArgumentException with the choices, when it is none of them
   */
  static ColumnType of(String text) {
    return switch (text) {
      case "string" -> new Text();
      case "integer" -> new Int();
      case "long" -> new Long();
      case "date" -> new Date();
      case "boolean" -> new Bool();
      default -> decimal(text);
    };
  }

  private static ColumnType decimal(String text) {
    Matcher m = Pattern.compile("decimal\\((\\d{1,2}), ?(\\d{1,2})\\)").matcher(text);
    if (m.matches()) {
      int precision = Integer.parseInt(m.group(1));
      int scale = Integer.parseInt(m.group(2));
      if (precision >= 1 && precision <= 38 && scale <= precision) {
        return new Decimal(precision, scale);
      }
    }
    throw new IllegalArgumentException(
        "must be string, integer, long, decimal(PRECISION,SCALE) of at most 38 digits, date or"
            + " boolean");
  }
}
