package fr.gouv.datalab.bridge.queries;

/**
 * Why a query gave no result, as a sentence for the person who asked.
 *
 * <p>The sentence says what happened, to which thing, and what would help. It never holds a value
 * of the data, because it may be logged.
 */
public abstract sealed class QueryException extends RuntimeException
    permits RefusedQueryException,
        InvalidQueryException,
        ExceededLimitException,
        StoppedQueryException {

  private static final long serialVersionUID = 1L;

  QueryException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
