package fr.gouv.datalab.ingest.conditions;

/** A condition has something that only Spark evaluates; the message names it. */
public final class UnsupportedConditionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedConditionException(String what) {
    super(what);
  }
}
