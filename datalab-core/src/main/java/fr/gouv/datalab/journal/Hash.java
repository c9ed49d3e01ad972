package fr.gouv.datalab.journal;

import fr.gouv.datalab.refusals.IntegrityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as RFC 6962 section 2.1 uses it: leaves and nodes are hashed apart. */
final class Hash {

  static final int BYTES = 32;

  private Hash() {}

  /** The hash of a leaf: SHA-256(0x00 || record). */
  static byte[] leaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    return digest.digest(entry);
  }

  /** The hash of an inner node: SHA-256(0x01 || left || right). */
  static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  /** The root of the tree without leaves: SHA-256 of nothing. */
  static byte[] empty() {
    return sha256().digest();
  }

  /**
   * Reads a hash of a proof.
   *
   * @throws IntegrityException when it is not 32 bytes in hexadecimal
   */
  static byte[] read(String hex) {
    try {
      byte[] hash = HexFormat.of().parseHex(hex);
      if (hash.length == BYTES) {
        return hash;
      }
    } catch (IllegalArgumentException e) {
      throw new IntegrityException("A proof holds something that is not a hash.", e);
    }
    throw new IntegrityException("A proof holds something that is not a hash.");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
