package fr.gouv.datalab.keys;

/** A key's file was altered, or belongs to another key-encryption key: restore it from a backup. */
public final class KeyIntegrityException extends KeyStoreException {
  private static final long serialVersionUID = 1L;

  public KeyIntegrityException(String message) {
    super(message);
  }

  public KeyIntegrityException(String message, Throwable cause) {
    super(message, cause);
  }
}
