package fr.gouv.datalab.pseudonyms;

import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * The first layer: a keyed one-way function of a normalised identifier, the first 128 bits of
 * HMAC-SHA-256 under the kind's key over the kind's name, a zero byte and the identifier. By the
 * birthday bound, among the 10^8 identifiers of a country two tokens meet with a probability under
 * 2^-75.
 *
 * <p>For what it is not: without a key it is nothing, and whoever holds the key can test a list of
 * all identifiers. Thread-safe: each thread has its own HMAC. Costs about 250 ns.
 */
public final class Tokenizer {
  /** Bytes of a token, and of every pseudonym. */
  public static final int BYTES = 16;

  /** Bytes of a {@link #mark}. */
  public static final int MARK_BYTES = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Map<IdentifierKind, ThreadLocal<Mac>> kinds = new EnumMap<>(IdentifierKind.class);
  private final Map<IdentifierKind, byte[]> prefixes = new EnumMap<>(IdentifierKind.class);
  private final Map<String, byte[]> fields = new ConcurrentHashMap<>();
  private final ThreadLocal<Mac> link;
  private final ThreadLocal<byte[]> scratch = ThreadLocal.withInitial(() -> new byte[32]);

  private Tokenizer(Map<IdentifierKind, SecretKey> tokenKeys, SecretKey linkKey) {
    tokenKeys.forEach(
        (kind, key) -> {
          kinds.put(kind, ThreadLocal.withInitial(() -> mac(key)));
          prefixes.put(kind, prefix(kind.id()));
        });
    link =
        ThreadLocal.withInitial(
            () -> {
              if (linkKey == null) {
                throw new IllegalStateException("This tokenizer makes no linkage token.");
              }
              return mac(linkKey);
            });
  }

  /** A tokenizer under the token keys and the linkage key of a store. */
  public static Tokenizer of(KeyStore store) {
    return of(store, EnumSet.allOf(IdentifierKind.class), true);
  }

  /**
   * A tokenizer of some kinds, as a producer has it, who holds the keys of its own datasets alone.
   *
   * @param linkage whether it makes linkage tokens too
   */
  public static Tokenizer of(KeyStore store, Set<IdentifierKind> kinds, boolean linkage) {
    Map<IdentifierKind, SecretKey> keys = new EnumMap<>(IdentifierKind.class);
    for (IdentifierKind kind : kinds) {
      keys.put(kind, store.tokenKey(KeyName.token(kind)));
    }
    return new Tokenizer(keys, linkage ? store.tokenKey(KeyName.LINK) : null);
  }

  /**
   * A tokenizer for linkage tokens alone, under a key that the caller keeps: two files are linked
   * under a fresh key that ends with the process. It has no token of an identifier.
   *
   * @param linkKey at least 32 random bytes; copied
   */
  public static Tokenizer ofLinkKey(byte[] linkKey) {
    if (linkKey.length < 32) {
      throw new IllegalArgumentException("A linkage key has at least 32 bytes.");
    }
    return new Tokenizer(Map.of(), new SecretKeySpec(linkKey, "HmacSHA256"));
  }

  /**
   * The token of a normalised identifier.
   *
   * @param normalised UTF-8, as {@link IdentifierKind#normalise} gives it; not checked again
   * @return {@value #BYTES} bytes
   */
  public byte[] token(IdentifierKind kind, byte[] normalised) {
    byte[] token = new byte[BYTES];
    token(kind, normalised, 0, normalised.length, token, 0);
    return token;
  }

  /** The same, from a slice into the caller's buffer, without allocation. */
  public void token(IdentifierKind kind, byte[] buffer, int from, int to, byte[] out, int at) {
    byte[] full = hmac(kinds.get(kind).get(), prefixes.get(kind), buffer, from, to);
    System.arraycopy(full, 0, out, at, BYTES);
  }

  /**
   * 64 keyed bits that stand for a value that is no valid identifier of its kind: in quarantine,
   * equal ones can be told without being read. Unrelated to every token of the kind.
   *
   * @param raw holds the value as it was given at {@code [from, to)}
   */
  public byte[] mark(IdentifierKind kind, byte[] raw, int from, int to) {
    byte[] prefix = fields.computeIfAbsent("invalide." + kind.id(), Tokenizer::prefix);
    return Arrays.copyOf(hmac(kinds.get(kind).get(), prefix, raw, from, to), MARK_BYTES);
  }

  /**
   * A linkage token: 64 keyed bits of one normalised field of a civil status. Two fields have
   * unrelated tokens.
   *
   * @param field name of the field and of its normalisation, such as {@code
   *     nomNaissance.phonetique}
   */
  public long linkToken(String field, byte[] normalised) {
    return linkToken(field, normalised, 0, normalised.length);
  }

  /** The same, from a slice. */
  public long linkToken(String field, byte[] buffer, int from, int to) {
    byte[] prefix = fields.computeIfAbsent(field, Tokenizer::prefix);
    return (long) LONG.get(hmac(link.get(), prefix, buffer, from, to), 0);
  }

  private byte[] hmac(Mac mac, byte[] prefix, byte[] buffer, int from, int to) {
    byte[] out = scratch.get();
    mac.update(prefix);
    mac.update(buffer, from, to - from);
    try {
      mac.doFinal(out, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    }
    return out;
  }

  private static byte[] prefix(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    byte[] prefix = new byte[utf8.length + 1];
    System.arraycopy(utf8, 0, prefix, 0, utf8.length);
    return prefix;
  }

  private static Mac mac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java lacks HMAC-SHA-256.", e);
    }
  }
}
