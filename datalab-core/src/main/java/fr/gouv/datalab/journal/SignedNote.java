package fr.gouv.datalab.journal;

import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * A signed note (C2SP, signed-note): lines of text, an empty line, and a signature line. A verifier
 * key is written {@code name+hash+key}, as the note's readers elsewhere write it.
 */
public final class SignedNote {
  private static final byte ED25519 = 1;
  private static final int HASH_BYTES = 4;

  private SignedNote() {}

  /**
   * Signs a text.
   *
   * @param text lines, each ended by a line break
   * @param name who signs; no space and no plus sign
   * @param publicKey the 32 bytes of the Ed25519 public key
   */
  public static String sign(String text, String name, byte[] publicKey, PublicKeySign signer) {
    try {
      byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
      byte[] line = new byte[HASH_BYTES + signature.length];
      System.arraycopy(hash(name, publicKey), 0, line, 0, HASH_BYTES);
      System.arraycopy(signature, 0, line, HASH_BYTES, signature.length);
      return text + "\n— " + name + " " + Base64.getEncoder().encodeToString(line) + "\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The note could not be signed.", e);
    }
  }

  /**
   * Adds a signature to a note.
   *
   * @param note what {@link #sign} returned
   */
  public static String cosign(String note, String name, byte[] publicKey, PublicKeySign signer) {
    String text = note.substring(0, note.indexOf("\n\n") + 1);
    return note + sign(text, name, publicKey, signer).substring(text.length() + 1);
  }

  /**
   * The 32 bytes of the Ed25519 key that a verifier key holds.
   *
   * @throws BadDataException when it is not a verifier key
   */
  public static byte[] publicKey(String verifierKey) {
    return key(verifierKey.strip().split("\\+", 3));
  }

  /** The verifier key of a public key. */
  public static String verifierKey(String name, byte[] publicKey) {
    StringBuilder hex = new StringBuilder();
    for (byte b : hash(name, publicKey)) {
      hex.append(String.format("%02x", b));
    }
    return name + "+" + hex + "+" + Base64.getEncoder().encodeToString(typed(publicKey));
  }

  /**
   * The text of a note that a verifier key signed.
   *
   * @throws BadDataException when the verifier key is not one
   * @throws IntegrityException when the key signed no such note
   */
  public static String open(String note, String verifierKey) {
    String[] parts = verifierKey.strip().split("\\+", 3);
    byte[] key = key(parts);
    int end = note.indexOf("\n\n");
    if (end < 0) {
      throw new IntegrityException("The checkpoint is not a signed note.");
    }
    String text = note.substring(0, end + 1);
    for (String line : note.substring(end + 2).split("\n")) {
      if (line.startsWith("— " + parts[0] + " ")
          && signed(text, line.substring(parts[0].length() + 3), parts[0], key)) {
        return text;
      }
    }
    throw new IntegrityException(
        "The checkpoint is not signed by " + parts[0] + ", or was altered.");
  }

  private static boolean signed(String text, String base64, String name, byte[] key) {
    try {
      byte[] line = Base64.getDecoder().decode(base64.strip());
      if (!Arrays.equals(Arrays.copyOf(line, HASH_BYTES), hash(name, key))) {
        return false;
      }
      new Ed25519Verify(key)
          .verify(
              Arrays.copyOfRange(line, HASH_BYTES, line.length),
              text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] key(String[] parts) {
    try {
      byte[] typed = Base64.getDecoder().decode(parts[2]);
      if (typed.length == 33 && typed[0] == ED25519) {
        return Arrays.copyOfRange(typed, 1, 33);
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new BadDataException("The verifier key must read name+hash+key.", e);
    }
    throw new BadDataException("The verifier key must be an Ed25519 key of 32 bytes.");
  }

  private static byte[] hash(String name, byte[] publicKey) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(sha.digest(typed(publicKey)), HASH_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] typed(byte[] publicKey) {
    byte[] typed = new byte[publicKey.length + 1];
    typed[0] = ED25519;
    System.arraycopy(publicKey, 0, typed, 1, publicKey.length);
    return typed;
  }
}
