package fr.gouv.datalab.pseudonyms.spark;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The key of each record for cell-key perturbation: the first 32 bits of HMAC-SHA-256 of its unit,
 * under a key that never changes. Thread-safe.
 */
final class RecordKeys {
  private final ThreadLocal<Mac> macs;

  RecordKeys(SecretKey key) {
    macs = ThreadLocal.withInitial(() -> mac(key));
  }

  /** From 0 to 2^32 - 1. */
  long of(byte[] unit) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(macs.get().doFinal(unit)).getInt());
  }

  private static Mac mac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks HMAC-SHA-256.", e);
    }
  }
}
