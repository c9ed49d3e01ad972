package fr.gouv.datalab.bridge.queries;

/**
 * The query, or the session, went over a limit: ask for less, or wait for the other queries to end.
 */
public final class ExceededLimitException extends QueryException {

  private static final long serialVersionUID = 1L;

  /**
   * Says which limit was reached.
   *
   * @param sentence the limit, its value, and how to stay under it
   */
  public ExceededLimitException(String sentence) {
    super(sentence, null);
  }
}
