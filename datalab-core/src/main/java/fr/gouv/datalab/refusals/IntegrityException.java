package fr.gouv.datalab.refusals;

/**
 * Something that must not change has changed: a signature, a hash or a proof does not hold (exit
 * 5). The sentence names the first thing that is wrong. Nothing is repaired: a person must look.
 */
public final class IntegrityException extends DatalabException {

  private static final long serialVersionUID = 1L;

  /** Says which thing was altered, and how that shows. */
  public IntegrityException(String sentence) {
    super(sentence, null);
  }

  /** The same, with the failure that showed it. */
  public IntegrityException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  @Override
  public int exitCode() {
    return 5;
  }
}
