package fr.gouv.datalab.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key-encryption key in Vault's transit engine. Each keyset is wrapped here, by AES-256-GCM,
 * under a key drawn for it alone, which Vault wraps: Vault sees no key of the datalab, and what
 * stands between the two for the time of a request opens one file at most. {@code rewrap} takes a
 * keyset to the newest version of Vault's key without opening it.
 */
final class VaultKey implements KeyEncryptionKey {
  private static final int KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Transit transit;
  private final KeyEncryptionPlace.InVault place;

  private VaultKey(KeyEncryptionPlace.InVault place, Transit transit) {
    this.place = place;
    this.transit = transit;
  }

  /** Asks for nothing yet; with {@code create}, has Vault draw the key if it is missing. */
  static VaultKey open(KeyEncryptionPlace.InVault place, boolean create) {
    Transit transit = new Transit(place);
    if (create) {
      transit.create();
    }
    return new VaultKey(place, transit);
  }

  @Override
  public byte[] wrap(byte[] keyset, byte[] context) {
    byte[] key = new byte[KEY];
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(key);
    RANDOM.nextBytes(nonce);
    try {
      byte[] underVault = transit.encrypt(key).getBytes(StandardCharsets.US_ASCII);
      byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, context, keyset);
      return file(underVault, nonce, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks AES-256-GCM.", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) {
    Parts parts = Parts.of(wrapped);
    byte[] key = transit.decrypt(parts.underVault());
    try {
      return run(Cipher.DECRYPT_MODE, key, parts.nonce, context, parts.sealed);
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException(
          "The key was altered, or was wrapped by another key than " + description() + ".", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public byte[] renew(byte[] wrapped, byte[] context) {
    Parts parts = Parts.of(wrapped);
    byte[] renewed = transit.rewrap(parts.underVault()).getBytes(StandardCharsets.US_ASCII);
    return file(renewed, parts.nonce, parts.sealed);
  }

  private static byte[] run(int mode, byte[] key, byte[] nonce, byte[] context, byte[] text)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher.doFinal(text);
  }

  private static byte[] file(byte[] underVault, byte[] nonce, byte[] sealed) {
    return ByteBuffer.allocate(Short.BYTES + underVault.length + NONCE + sealed.length)
        .putShort((short) underVault.length)
        .put(underVault)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /** What is in a wrapped keyset: its own key under Vault's, then the keyset under its own. */
  private record Parts(byte[] vault, byte[] nonce, byte[] sealed) {
    static Parts of(byte[] wrapped) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(wrapped);
        byte[] vault = new byte[bytes.getShort()];
        bytes.get(vault);
        byte[] nonce = new byte[NONCE];
        bytes.get(nonce);
        byte[] sealed = new byte[bytes.remaining()];
        bytes.get(sealed);
        if (sealed.length < TAG_BITS / 8) {
          throw new KeyIntegrityException("The key's file was truncated.");
        }
        return new Parts(vault, nonce, sealed);
      } catch (java.nio.BufferUnderflowException | NegativeArraySizeException e) {
        throw new KeyIntegrityException("The key's file was truncated.", e);
      }
    }

    String underVault() {
      String text = new String(vault, StandardCharsets.US_ASCII);
      if (!text.matches("[A-Za-z0-9:+/=_-]{1,2000}")) {
        throw new KeyIntegrityException("The key was altered.");
      }
      return text;
    }
  }

  @Override
  public String description() {
    return place.description();
  }
}
