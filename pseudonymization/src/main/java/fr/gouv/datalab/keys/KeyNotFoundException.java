package fr.gouv.datalab.keys;

/** There is no key of that name, or no key store in that directory: create it first. */
public final class KeyNotFoundException extends KeyStoreException {
  private static final long serialVersionUID = 1L;

  public KeyNotFoundException(String message) {
    super(message);
  }

  public KeyNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
