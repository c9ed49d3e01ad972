package fr.gouv.datalab.keys;

/** A file that holds a secret may be read by others than its owner: it is not used like that. */
public final class LooseSecretException extends KeyStoreException {
  private static final long serialVersionUID = 1L;

  public LooseSecretException(String message) {
    super(message);
  }

  public LooseSecretException(String message, Throwable cause) {
    super(message, cause);
  }
}
