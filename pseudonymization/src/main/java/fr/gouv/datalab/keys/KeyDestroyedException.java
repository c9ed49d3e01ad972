package fr.gouv.datalab.keys;

/** The key was destroyed for good; what it protected can no longer be read by anyone. */
public final class KeyDestroyedException extends KeyStoreException {
  private static final long serialVersionUID = 1L;

  public KeyDestroyedException(String message) {
    super(message);
  }

  public KeyDestroyedException(String message, Throwable cause) {
    super(message, cause);
  }
}
