package fr.gouv.datalab.sample.files;

/**
 * A column of a file.
 *
 * @param scale digits after the decimal mark, for {@link Type#DECIMAL}; 0 otherwise
 */
public record Column(String name, Type type, int scale) {

  /** What a column holds. */
  public enum Type {
    TEXT,
    INTEGER,
    DECIMAL,
    DATE,
    FLAG
  }

  /** Text, identifiers included. */
  public static Column text(String name) {
    return new Column(name, Type.TEXT, 0);
  }

  /** A whole number. */
  public static Column integer(String name) {
    return new Column(name, Type.INTEGER, 0);
  }

  /** A number with so many digits after the decimal mark. */
  public static Column decimal(String name, int scale) {
    return new Column(name, Type.DECIMAL, scale);
  }

  /** A day. */
  public static Column date(String name) {
    return new Column(name, Type.DATE, 0);
  }

  /** Yes or no. */
  public static Column flag(String name) {
    return new Column(name, Type.FLAG, 0);
  }
}
