package fr.gouv.datalab.keys;

/** A key cannot be used as asked; each subclass is one answer that a caller may give. */
public abstract class KeyStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected KeyStoreException(String message) {
    super(message);
  }

  protected KeyStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
