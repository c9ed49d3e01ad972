package fr.gouv.datalab.ingest;

import fr.gouv.datalab.identifiers.IdentifierKind;
import java.util.Arrays;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The key of one row after the other, as bytes: each part after its length, identifiers in their
 * normalised form, so that two spellings of a key are one. Not thread-safe; allocates nothing once
 * warm.
 */
public final class RowKey {
  private static final XXHash64 HASH = XXHashFactory.fastestJavaInstance().hash64();

  private final IdentifierKind[] kinds;
  private final byte[] normalised = new byte[IdentifierKind.MAX_BYTES];
  private byte[] bytes = new byte[256];
  private int length;

  /** Keys of rows of a format that has the key's columns alone. */
  public RowKey(RowFormat format) {
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
      int valid = kind.normalise(text, from, from + size, normalised);
      if (valid >= 0) {
        text = normalised;
        from = 0;
        size = valid;
      }
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
