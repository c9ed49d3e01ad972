package fr.gouv.datalab.pseudonyms;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed permutation of 16 bytes: one AES-256 block. The second layer (the lake's key) and the
 * third (a convention's key). Being a permutation, it adds no collision, and whoever holds the key
 * can step back, which is how a key is rotated and a warrant executed.
 *
 * <p>Not an encryption of anything else: equal blocks give equal blocks, which is what a pseudonym
 * is for. Thread-safe; about 20 ns.
 */
public final class Permutation {
  private static final int BLOCK = Tokenizer.BYTES;

  private final ThreadLocal<Cipher> forward;
  private final ThreadLocal<Cipher> backward;

  private Permutation(byte[] key) {
    SecretKeySpec secret = new SecretKeySpec(key, "AES");
    Arrays.fill(key, (byte) 0);
    forward = ThreadLocal.withInitial(() -> cipher(Cipher.ENCRYPT_MODE, secret));
    backward = ThreadLocal.withInitial(() -> cipher(Cipher.DECRYPT_MODE, secret));
  }

  /** From token to lake pseudonym, under the version in use. */
  public static Permutation ofLake(KeyStore store) {
    return new Permutation(store.secret(KeyName.LAKE, "pseudonym"));
  }

  /** From token to lake pseudonym, under a version. */
  public static Permutation ofLake(KeyStore store, int version) {
    return new Permutation(store.secret(KeyName.LAKE, version, "pseudonym"));
  }

  /** From lake pseudonym to the pseudonym of one convention's project. */
  public static Permutation ofProject(KeyStore store, String convention) {
    return new Permutation(projectKey(store, convention));
  }

  /**
   * The permutation of a key that another process derived from its store.
   *
   * @param key 32 bytes, wiped before this returns
   */
  public static Permutation of(byte[] key) {
    return new Permutation(key);
  }

  /**
   * The key of a convention's project, for {@link #of} in a process that has no store.
   *
   * @return 32 bytes, to be wiped
   */
  public static byte[] projectKey(KeyStore store, String convention) {
    return store.secret(KeyName.project(convention), "pseudonym");
  }

  /** Replaces the 16 bytes at {@code at} by their image. */
  public void apply(byte[] buffer, int at) {
    apply(buffer, at, 1);
  }

  /** The same for {@code count} blocks, one after the other. */
  public void apply(byte[] buffer, int at, int count) {
    run(forward.get(), buffer, at, count);
  }

  /** Replaces the 16 bytes at {@code at} by what had them as image. */
  public void invert(byte[] buffer, int at) {
    run(backward.get(), buffer, at, 1);
  }

  /** The image of a pseudonym, which is not changed. */
  public byte[] applied(byte[] pseudonym) {
    byte[] image = checked(pseudonym);
    apply(image, 0);
    return image;
  }

  /** What had this pseudonym as image. */
  public byte[] inverted(byte[] pseudonym) {
    byte[] origin = checked(pseudonym);
    invert(origin, 0);
    return origin;
  }

  private static byte[] checked(byte[] pseudonym) {
    if (pseudonym.length != BLOCK) {
      throw new IllegalArgumentException("A pseudonym has 16 bytes, not " + pseudonym.length + ".");
    }
    return pseudonym.clone();
  }

  private static void run(Cipher cipher, byte[] buffer, int at, int count) {
    try {
      cipher.update(buffer, at, BLOCK * count, buffer, at);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cipher cipher(int mode, SecretKeySpec key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(mode, key);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks AES-256.", e);
    }
  }
}
