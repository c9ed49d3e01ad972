package fr.gouv.datalab.refusals;

/**
 * A file or document that was given cannot be used as it is (exit 4): it must be corrected by who
 * made it. Nothing of it was kept.
 */
public final class BadDataException extends DatalabException {

  private static final long serialVersionUID = 1L;

  /** Says which file or document, where in it, and what would be right. */
  public BadDataException(String sentence) {
    super(sentence, null);
  }

  /** The same, with the failure that showed it. */
  public BadDataException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  @Override
  public int exitCode() {
    return 4;
  }
}
