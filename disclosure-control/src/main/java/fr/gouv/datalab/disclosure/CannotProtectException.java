package fr.gouv.datalab.disclosure;

/**
 * The table cannot be published as asked without telling what must stay hidden: a past release
 * already says too much, or no pattern of suppression keeps the intervals. Nothing was written.
 */
public class CannotProtectException extends DisclosureException {
  private static final long serialVersionUID = 1L;

  /** Says why, which cells, and what would make it possible. */
  public CannotProtectException(String sentence) {
    super(sentence, null);
  }

  /** The same, with the failure that showed it. */
  public CannotProtectException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
