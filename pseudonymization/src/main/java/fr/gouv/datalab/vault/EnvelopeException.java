package fr.gouv.datalab.vault;

/** Something sealed that does not open: the wrong custodian, or altered bytes. */
public final class EnvelopeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EnvelopeException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
