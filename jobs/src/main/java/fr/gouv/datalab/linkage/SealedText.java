package fr.gouv.datalab.linkage;

import com.google.crypto.tink.subtle.AesSiv;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Texts that travel through a linkage without being readable: AES-SIV (RFC 5297) under a key that
 * this object alone has and that ends with it. Equal texts are equal when sealed, so that they can
 * be counted and joined.
 */
public final class SealedText {
  private static final byte[] CONTEXT = "datalab.link.id".getBytes(StandardCharsets.US_ASCII);

  private final AesSiv cipher;

  /** Draws a key. */
  public SealedText() {
    byte[] key = new byte[64];
    new SecureRandom().nextBytes(key);
    try {
      cipher = new AesSiv(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks AES-256.", e);
    }
  }

  /** Seals; gives base64. */
  public String seal(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              cipher.encryptDeterministically(text.getBytes(StandardCharsets.UTF_8), CONTEXT));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What {@link #seal} was given. */
  public String open(String sealed) {
    try {
      return new String(
          cipher.decryptDeterministically(Base64.getDecoder().decode(sealed), CONTEXT),
          StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This was not sealed here.", e);
    }
  }
}
