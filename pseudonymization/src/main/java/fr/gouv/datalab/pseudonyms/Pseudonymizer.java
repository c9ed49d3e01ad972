package fr.gouv.datalab.pseudonyms;

import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.keys.KeyStore;

/**
 * The way in for one identifier: normalised, tokenised, permuted under the lake's key. What it
 * gives is what the lake holds. Thread-safe, allocation-free on the path of {@link
 * #pseudonym(IdentifierKind, byte[], int, int, byte[], int)}.
 */
public final class Pseudonymizer {
  private final Tokenizer tokenizer;
  private final Permutation lake;
  private final ThreadLocal<byte[]> normalised =
      ThreadLocal.withInitial(() -> new byte[IdentifierKind.MAX_BYTES]);

  public Pseudonymizer(Tokenizer tokenizer, Permutation lake) {
    this.tokenizer = tokenizer;
    this.lake = lake;
  }

  /** The pseudonymizer of a store, under the lake key in use. */
  public static Pseudonymizer of(KeyStore store) {
    return new Pseudonymizer(Tokenizer.of(store), Permutation.ofLake(store));
  }

  /**
   * The lake pseudonym of a raw identifier.
   *
   * @param utf8 holds the raw value at {@code [from, to)}
   * @param out receives 16 bytes at {@code at}
   * @return 0, or the code of the {@link fr.gouv.datalab.identifiers.Refusal}, and then {@code out}
   *     is not changed
   */
  public int pseudonym(IdentifierKind kind, byte[] utf8, int from, int to, byte[] out, int at) {
    byte[] buffer = normalised.get();
    int length = kind.normalise(utf8, from, to, buffer);
    if (length < 0) {
      return length;
    }
    ofNormalised(kind, buffer, 0, length, out, at);
    return 0;
  }

  /**
   * The lake pseudonym of an identifier in its normalised form, as {@link IdentifierKind#normalise}
   * gives it; it is not checked again.
   *
   * @param out receives 16 bytes at {@code at}
   */
  public void ofNormalised(
      IdentifierKind kind, byte[] normalised, int from, int to, byte[] out, int at) {
    tokenizer.token(kind, normalised, from, to, out, at);
    lake.apply(out, at);
  }

  /**
   * The lake pseudonym of a raw identifier, or 8 keyed bytes that stand for a value that is not
   * valid: in quarantine, equal ones can be told without being read.
   */
  public byte[] pseudonymOrMark(IdentifierKind kind, byte[] utf8, int from, int to) {
    byte[] pseudonym = new byte[Tokenizer.BYTES];
    if (pseudonym(kind, utf8, from, to, pseudonym, 0) == 0) {
      return pseudonym;
    }
    return tokenizer.mark(kind, utf8, from, to);
  }

  /** The lake pseudonym of a token that the producer computed. */
  public byte[] ofToken(byte[] token) {
    return lake.applied(token);
  }
}
