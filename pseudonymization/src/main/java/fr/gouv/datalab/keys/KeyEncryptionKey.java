package fr.gouv.datalab.keys;

/**
 * The key that wraps all other keys: in a file, in a PKCS#11 token, or in Vault.
 *
 * <p>Wrapping is authenticated: what was wrapped for one name does not unwrap for another.
 * Implementations are thread-safe. Who holds this key holds the datalab; where it lives is what an
 * administration's security officer decides.
 */
public interface KeyEncryptionKey {

  /**
   * Encrypts a keyset.
   *
   * @param context the key's name, authenticated with the ciphertext
   * @throws KeyEncryptionException when the token or service does not answer or refuses
   */
  byte[] wrap(byte[] keyset, byte[] context);

  /**
   * Decrypts what {@link #wrap} gave.
   *
   * @throws KeyEncryptionException when the token or service does not answer or refuses
   * @throws KeyIntegrityException when the bytes were altered, or wrapped for another name or by
   *     another key
   */
  byte[] unwrap(byte[] wrapped, byte[] context);

  /**
   * The same keyset wrapped anew, by the newest version of this key.
   *
   * @throws KeyEncryptionException as {@link #unwrap}
   */
  default byte[] renew(byte[] wrapped, byte[] context) {
    byte[] keyset = unwrap(wrapped, context);
    try {
      return wrap(keyset, context);
    } finally {
      java.util.Arrays.fill(keyset, (byte) 0);
    }
  }

  /** Where the key lives, for people: never the key, a PIN or a token. */
  String description();
}
