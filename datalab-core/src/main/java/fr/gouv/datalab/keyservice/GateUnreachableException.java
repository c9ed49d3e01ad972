package fr.gouv.datalab.keyservice;

/**
 * The gate does not answer, or is not the one whose certificate is known (exit 1). Nothing was
 * read; what runs fails, and may be run again.
 */
public final class GateUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which gate, and what to look at. */
  public GateUnreachableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
