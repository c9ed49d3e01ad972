package fr.gouv.datalab.bridge.queries;

/**
 * The query was stopped before its end: by its client, by the clock, or because the server closes.
 */
public final class StoppedQueryException extends QueryException {

  private static final long serialVersionUID = 1L;

  /** Who stopped the query. */
  public enum By {
    /** The client cancelled, or went away. */
    CLIENT,
    /** The query's time ran out. */
    CLOCK,
    /** The token that opened the session expired or was revoked. */
    TOKEN,
    /** The server closes. */
    SERVER
  }

  private final By by;

  /**
   * Says that a query was stopped.
   *
   * @param by who stopped it
   * @param sentence what happened and what to do
   */
  public StoppedQueryException(By by, String sentence) {
    super(sentence, null);
    this.by = by;
  }

  /** Who stopped the query. */
  public By by() {
    return by;
  }
}
