package fr.gouv.datalab.bridge.queries;

/**
 * The query is not SQL, or names a column, a type or a function use that does not fit: correct it
 * and ask again.
 */
public final class InvalidQueryException extends QueryException {

  private static final long serialVersionUID = 1L;
  private final String column;

  /**
   * Says what is wrong with a query.
   *
   * @param sentence what is wrong, and where
   */
  public InvalidQueryException(String sentence) {
    this(sentence, "");
  }

  /**
   * Says that a query names a column that is not there.
   *
   * @param sentence what is wrong, and where
   * @param column the column's name alone
   */
  public InvalidQueryException(String sentence, String column) {
    super(sentence, null);
    this.column = column;
  }

  /** The column that is not there; empty when something else is wrong. */
  public String column() {
    return column;
  }
}
