package fr.gouv.datalab.keys;

import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.signature.Ed25519Parameters;
import java.security.GeneralSecurityException;

/** The four things that keys do here, each with its algorithm. */
public enum KeyPurpose {
  /**
   * HMAC-SHA-256 under a 256-bit key, one-way: tokens of identifiers, linkage tokens, keys of
   * records.
   */
  TOKEN(false),
  /** A 256-bit secret from which AES-256 keys are derived: pseudonym permutations, data keys. */
  SECRET(true),
  /** HPKE (RFC 9180): X25519, HKDF-SHA256, AES-256-GCM. The public half is readable by all. */
  VAULT(true),
  /** Ed25519 (RFC 8032). The public half is readable by all. */
  SIGNATURE(true);

  private final boolean rotates;

  KeyPurpose(boolean rotates) {
    this.rotates = rotates;
  }

  /**
   * Whether a new version may follow an old one. Token keys never change: a token is one-way, so a
   * new key would cut every person off from their past deliveries.
   */
  public boolean rotates() {
    return rotates;
  }

  /** Whether half of the key is public. */
  public boolean isPair() {
    return this == VAULT || this == SIGNATURE;
  }

  Parameters parameters() throws GeneralSecurityException {
    return switch (this) {
      case TOKEN, SECRET ->
          HmacPrfParameters.builder()
              .setKeySizeBytes(32)
              .setHashType(HmacPrfParameters.HashType.SHA256)
              .build();
      case VAULT ->
          HpkeParameters.builder()
              .setVariant(HpkeParameters.Variant.NO_PREFIX)
              .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
              .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
              .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
              .build();
      case SIGNATURE -> Ed25519Parameters.create(Ed25519Parameters.Variant.NO_PREFIX);
    };
  }

  /** The purpose of a name's family, or null when there is none. */
  static KeyPurpose of(String[] segments) {
    return switch (segments[0]) {
      case "link", "noise" -> segments.length == 1 ? TOKEN : null;
      case "lake" -> segments.length == 1 ? SECRET : null;
      case "token" -> segments.length == 2 ? TOKEN : null;
      case "project", "producer" -> segments.length == 2 ? SECRET : null;
      case "data" -> segments.length == 3 ? SECRET : null;
      case "vault" -> segments.length == 2 ? VAULT : null;
      case "sign" -> segments.length == 2 ? SIGNATURE : null;
      default -> null;
    };
  }
}
