package fr.gouv.datalab.keys;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;

/**
 * Says which key something was made with, without saying the key: 64 bits of HMAC-SHA-256 of a
 * constant under it, or of the hash of a public key. Two parties who hold the same key compute the
 * same id; no token is an HMAC of that constant, because each has a zero byte after its kind.
 */
public final class KeyId {
  private static final int BYTES = 8;
  private static final byte[] CONSTANT =
      "fr.gouv.datalab key id".getBytes(StandardCharsets.US_ASCII);

  private KeyId() {}

  /**
   * The id of the version in use of a key of a store.
   *
   * @return 16 hexadecimal digits
   * @throws KeyNotFoundException when there is no such key
   */
  public static String of(KeyStore store, KeyName name) {
    try {
      byte[] image =
          switch (name.purpose()) {
            case TOKEN -> {
              Mac mac = Mac.getInstance("HmacSHA256");
              mac.init(store.tokenKey(name));
              yield mac.doFinal(CONSTANT);
            }
            case SECRET -> store.secret(name, "key id");
            case VAULT, SIGNATURE ->
                MessageDigest.getInstance("SHA-256").digest(store.publicKey(name));
          };
      return HexFormat.of().formatHex(image, 0, BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java lacks SHA-256.", e);
    }
  }
}
