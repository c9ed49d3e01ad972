package fr.gouv.datalab.keys;

/** What is written about the key-encryption key cannot be: a file, module, slot or address. */
public final class KeyEncryptionSettingException extends KeyStoreException {
  private static final long serialVersionUID = 1L;

  public KeyEncryptionSettingException(String message) {
    super(message);
  }

  public KeyEncryptionSettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
