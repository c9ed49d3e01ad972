package fr.gouv.datalab.keys;

/** The key-encryption key could not be reached or refused to serve: its token, service or file. */
public final class KeyEncryptionException extends KeyStoreException {
  private static final long serialVersionUID = 1L;

  public KeyEncryptionException(String message) {
    super(message);
  }

  public KeyEncryptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
