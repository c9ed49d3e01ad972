package fr.gouv.datalab.disclosure;

/**
 * A specification, a hierarchy or a table cannot be used as it is: it must be corrected by who made
 * it. Nothing was written.
 */
public final class BadInputException extends DisclosureException {
  private static final long serialVersionUID = 1L;

  /** Says which file, cell or code, and what would be right. */
  public BadInputException(String sentence) {
    super(sentence, null);
  }

  /** The same, with the failure that showed it. */
  public BadInputException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
