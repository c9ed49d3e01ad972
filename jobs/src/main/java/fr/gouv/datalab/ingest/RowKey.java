package fr.gouv.datalab.ingest;

import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The key of one row after the other, as bytes: each part after its length, identifiers in their
 * normalised form, so that two spellings of a key are one. Not thread-safe; allocates nothing once
 * warm.
 */
public final class RowKey {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final XXHash64 HASH = XXHashFactory.fastestJavaInstance().hash64();

  private final IdentifierKind[] kinds;
  private final boolean[] tokens;
  private final Tokenizer tokenizer;
  private final byte[] normalised = new byte[IdentifierKind.MAX_BYTES];
  private byte[] bytes = new byte[256];
  private int length;

  /** Keys of rows of a format that has the key's columns alone, all in clear or all tokenised. */
  public RowKey(RowFormat format) {
    this(format, null);
  }

  /**
   * Keys of rows of a format that has the key's columns alone.
   *
   * @param tokenizer makes tokens of the identifiers, so that files in clear and tokenised ones
   *     have the same keys; null where there are no tokenised ones
   */
  public RowKey(RowFormat format, Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    tokens = new boolean[format.columns().size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = format.isToken(i);
    }
    kinds = format.columns().stream().map(ColumnFormat::kind).toArray(IdentifierKind[]::new);
  }

  /** Takes the key of the row that was read. */
  public RowKey of(RowReader row) {
    length = 0;
    for (int i = 0; i < kinds.length; i++) {
      append(row, i, kinds[i]);
    }
    return this;
  }

  private void append(RowReader row, int at, IdentifierKind kind) {
    byte[] text = row.text(at);
    int from = row.from(at);
    int size = row.to(at) - from;
    if (kind != null) {
      int valid = tokens[at] ? token(row, at) : kind.normalise(text, from, from + size, normalised);
      if (valid >= 0) {
        text = normalised;
        from = 0;
        size = valid;
        if (tokenizer != null && !tokens[at]) {
          tokenizer.token(kind, normalised, 0, valid, normalised, 0);
          size = Tokenizer.BYTES;
        }
      }
    } else if (size > 0 && row.isNumber(at) && row.check(at) == null) {
      // Two spellings of a number are one.
      LONG.set(normalised, 0, row.number(at));
      text = normalised;
      from = 0;
      size = Long.BYTES;
    }
    if (length + size + Integer.BYTES > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + size + Integer.BYTES));
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (size >>> shift);
    }
    System.arraycopy(text, from, bytes, length, size);
    length += size;
  }

  private int token(RowReader row, int at) {
    if (row.isAbsent(at) || row.check(at) != null) {
      return -1;
    }
    System.arraycopy(row.normalised(at), 0, normalised, 0, Tokenizer.BYTES);
    return Tokenizer.BYTES;
  }

  /** A hash that spreads keys, and protects nothing (XXH64). */
  public long hash(long seed) {
    return HASH.hash(bytes, 0, length, seed);
  }

  /** Holds the key at its start, until the next row. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes the key takes. */
  public int length() {
    return length;
  }
}
