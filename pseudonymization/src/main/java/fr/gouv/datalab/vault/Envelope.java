package fr.gouv.datalab.vault;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the records of one batch to a custodian: one AES-256-GCM key for the batch, itself
 * encrypted by HPKE to the custodian's public key. Who seals cannot open again once the envelope is
 * dropped.
 *
 * <p>A record is bound to its batch and to its place: moved or altered, it does not open. A batch
 * holds at most 2^32 records, so that the counter that serves as nonce is never used twice.
 * Thread-safe.
 */
public final class Envelope {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final byte[] batch;
  private final SecretKeySpec key;
  private final byte[] header;

  private Envelope(String batch, byte[] key, byte[] header) {
    this.batch = context(batch);
    this.key = new SecretKeySpec(key, "AES");
    this.header = header;
    Arrays.fill(key, (byte) 0);
  }

  /**
   * A new envelope.
   *
   * @param batch name of the batch, bound to everything in it
   * @param custodian the custodian's public key
   */
  public static Envelope seal(String batch, HybridEncrypt custodian) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      return new Envelope(batch, key, custodian.encrypt(key, context(batch)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The custodian's public key does not encrypt.", e);
    }
  }

  /**
   * The envelope of a batch, opened by its custodian.
   *
   * @param header what {@link #header()} gave when it was sealed
   * @throws EnvelopeException when it was sealed to someone else, or for another batch, or was
   *     altered
   */
  public static Envelope open(String batch, byte[] header, HybridDecrypt custodian) {
    try {
      return new Envelope(batch, custodian.decrypt(header, context(batch)), header.clone());
    } catch (GeneralSecurityException e) {
      throw new EnvelopeException(
          "The envelope of this batch does not open: it was sealed to another custodian, or altered.",
          e);
    }
  }

  /** What must be kept beside the sealed records for the custodian to open them. */
  public byte[] header() {
    return header.clone();
  }

  /** Seals one record, whose number in the batch is used once. */
  public byte[] seal(int number, byte[] record) {
    return run(Cipher.ENCRYPT_MODE, number, record);
  }

  /**
   * Opens one record.
   *
   * @throws EnvelopeException when it is not the record of that number, or was altered
   */
  public byte[] open(int number, byte[] sealed) {
    return run(Cipher.DECRYPT_MODE, number, sealed);
  }

  private byte[] run(int mode, int number, byte[] content) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] nonce =
          ByteBuffer.allocate(NONCE_BYTES).putInt(NONCE_BYTES - Integer.BYTES, number).array();
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(batch);
      return cipher.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new EnvelopeException(
          "The record " + number + " of this batch was altered or moved.", e);
    }
  }

  private static byte[] context(String batch) {
    return ("fr.gouv.datalab vault " + batch).getBytes(StandardCharsets.UTF_8);
  }
}
