package fr.gouv.datalab.ingest;

import java.io.Serializable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The keys that may stand more than once in a delivery, as a {@link KeySketch} saw them: never too
 * few.
 *
 * @param seed of the hash
 * @param slots that several rows have
 */
public record RepeatedKeys(long seed, RoaringBitmap slots) implements Serializable {
  /** Whether no key stands twice. */
  public boolean isEmpty() {
    return slots.isEmpty();
  }

  /** Whether the key may stand twice. */
  public boolean mayHave(RowKey key) {
    return slots.contains(KeySketch.slot(key, seed));
  }
}
