package fr.gouv.datalab.lake;

import fr.gouv.datalab.keys.KeyName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a file's key is closed under a data key: AES-256-GCM bound to the data key's name. The text
 * is base64 of the data key's version (4 bytes), a nonce (12), and what was sealed.
 */
final class FileKeyWrapping {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int LEAST = Integer.BYTES + NONCE + TAG_BITS / 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private FileKeyWrapping() {}

  static String wrap(byte[] key, KeyName under, int version, byte[] secret)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce, under).doFinal(key);
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(Integer.BYTES + NONCE + sealed.length)
                .putInt(version)
                .put(nonce)
                .put(sealed)
                .array());
  }

  /** A wrapped key, taken apart. */
  record Wrapped(int version, byte[] nonce, byte[] sealed) {
    /**
     * Reads one.
     *
     * @throws GeneralSecurityException when it is not one
     */
    static Wrapped read(String text) throws GeneralSecurityException {
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new GeneralSecurityException("It is not base64.", e);
      }
      if (bytes.length < LEAST) {
        throw new GeneralSecurityException("It is too short.");
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int version = buffer.getInt();
      byte[] nonce = new byte[NONCE];
      buffer.get(nonce);
      byte[] sealed = new byte[buffer.remaining()];
      buffer.get(sealed);
      return new Wrapped(version, nonce, sealed);
    }

    byte[] open(KeyName under, byte[] secret) throws GeneralSecurityException {
      return cipher(Cipher.DECRYPT_MODE, secret, nonce, under).doFinal(sealed);
    }
  }

  private static Cipher cipher(int mode, byte[] secret, byte[] nonce, KeyName name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.value().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
