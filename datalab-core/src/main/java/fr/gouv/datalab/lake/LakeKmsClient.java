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
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.KeyAccessDeniedException;
import org.apache.parquet.crypto.keytools.KmsClient;

/**
 * Wraps the keys that Parquet draws for each column of each file, under the lake's data keys
 * (AES-256-GCM, bound to the key's name). Made by Parquet, by reflection; the session's access
 * token says on whose behalf.
 */
public final class LakeKmsClient implements KmsClient {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private String token;

  @Override
  public void initialize(
      Configuration configuration, String instance, String url, String accessToken) {
    token = accessToken;
  }

  @Override
  public String wrapKey(byte[] key, String name) {
    return guarded(
        name,
        desk -> {
          KeyName under = new KeyName(name);
          int version = desk.current(under);
          byte[] nonce = new byte[NONCE];
          RANDOM.nextBytes(nonce);
          Cipher cipher = cipher(Cipher.ENCRYPT_MODE, desk.secret(under, version), nonce, name);
          byte[] sealed = cipher.doFinal(key);
          return Base64.getEncoder()
              .encodeToString(
                  ByteBuffer.allocate(Integer.BYTES + NONCE + sealed.length)
                      .putInt(version)
                      .put(nonce)
                      .put(sealed)
                      .array());
        });
  }

  @Override
  public byte[] unwrapKey(String wrapped, String name) {
    return guarded(
        name,
        desk -> {
          ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(wrapped));
          int version = bytes.getInt();
          byte[] nonce = new byte[NONCE];
          bytes.get(nonce);
          byte[] sealed = new byte[bytes.remaining()];
          bytes.get(sealed);
          byte[] secret = desk.secret(new KeyName(name), version);
          return cipher(Cipher.DECRYPT_MODE, secret, nonce, name).doFinal(sealed);
        });
  }

  private interface Work<T> {
    T with(KeyDesk desk) throws GeneralSecurityException;
  }

  private <T> T guarded(String name, Work<T> work) {
    KeyDesk desk = LakeAccess.desk(token);
    if (desk == null) {
      throw new KeyAccessDeniedException(
          "The key " + name + " is not granted: the access to the lake was closed.");
    }
    try {
      return work.with(desk);
    } catch (GeneralSecurityException e) {
      throw new KeyAccessDeniedException("The key " + name + " does not open this file.", e);
    } catch (RuntimeException e) {
      throw new KeyAccessDeniedException(e.getMessage(), e);
    }
  }

  private static Cipher cipher(int mode, byte[] secret, byte[] nonce, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
