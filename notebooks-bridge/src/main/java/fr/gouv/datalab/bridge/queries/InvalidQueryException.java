package fr.gouv.datalab.bridge.queries;

/**
 * The query is not SQL, or names a column, a type or a function use that does not fit: correct it
 * and ask again.
 */
public final class InvalidQueryException extends QueryException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong with a query.
   *
   * @param sentence what is wrong, and where
   */
  public InvalidQueryException(String sentence) {
    super(sentence, null);
  }
}
