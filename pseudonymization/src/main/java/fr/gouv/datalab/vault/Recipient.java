package fr.gouv.datalab.vault;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The public key of someone outside to whom a file is sealed: HPKE (RFC 9180) with X25519,
 * HKDF-SHA256 and AES-256-GCM, as one Tink keyset in JSON. It is no secret; what matters is that it
 * is theirs, so people compare its {@link #fingerprint()} by another way than the one it came by.
 */
public final class Recipient {
  private final KeysetHandle handle;

  private Recipient(KeysetHandle handle) {
    this.handle = handle;
  }

  /**
   * Reads a public key.
   *
   * @param json what {@link #text()} gave
   * @throws IllegalArgumentException when it is not a public key of that kind; the sentence never
   *     repeats the text, which might be a private key
   */
  public static Recipient read(String json) {
    register();
    try {
      return of(TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(json));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "This is not the public key of a recipient: `datalab warrant keygen` makes one.", e);
    }
  }

  static Recipient of(KeysetHandle handle) throws GeneralSecurityException {
    if (handle.size() != 1
        || !(handle.getPrimary().getKey() instanceof HpkePublicKey key)
        || !key.getParameters().equals(parameters())) {
      throw new GeneralSecurityException("Another kind of key.");
    }
    return new Recipient(handle);
  }

  static void register() {
    try {
      HybridConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink lacks HPKE.", e);
    }
  }

  static HpkeParameters parameters() throws GeneralSecurityException {
    return HpkeParameters.builder()
        .setVariant(HpkeParameters.Variant.NO_PREFIX)
        .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
        .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
        .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
        .build();
  }

  /** The key as a file holds it. */
  public String text() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(handle);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SHA-256 of the 32 bytes of the public key, in hexadecimal. */
  @AccessesPartialKey
  public String fingerprint() {
    try {
      byte[] key = ((HpkePublicKey) handle.getPrimary().getKey()).getPublicKeyBytes().toByteArray();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] wrap(byte[] secret, byte[] context) {
    try {
      return handle
          .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class)
          .encrypt(secret, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The recipient's public key does not encrypt.", e);
    }
  }

  @Override
  public String toString() {
    return "Recipient[" + fingerprint() + "]";
  }
}
