package fr.gouv.datalab.refusals;

/**
 * An answer that is not a success, told to the person in one sentence: what happened, to which
 * thing, and what would fix it. Its kind decides the command's exit code.
 *
 * <p>The sentence never holds an identifier of a person.
 */
public abstract sealed class DatalabException extends RuntimeException
    permits RefusedException, BadDataException, IntegrityException, UsageException {

  private static final long serialVersionUID = 1L;

  DatalabException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** The exit code of a command that ends with this answer: 2, 3, 4 or 5. */
  public abstract int exitCode();
}
