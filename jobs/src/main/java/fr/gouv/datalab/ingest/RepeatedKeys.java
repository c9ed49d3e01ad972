package fr.gouv.datalab.ingest;

import java.io.Serializable;
import java.util.BitSet;
import org.roaringbitmap.RoaringBitmap;

/**
 * The keys that may stand more than once in a delivery, as a {@link KeySketch} saw them: never too
 * few.
 */
public final class RepeatedKeys implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Slots that share a bit of {@link #near}, which answers most questions from 256 KB. */
  private static final int NEAR = 6;

  private final long seed;
  private final RoaringBitmap slots;
  private transient BitSet near;

  /**
   * Keys by their slots.
   *
   * @param seed of the hash
   * @param slots that several rows have
   */
  RepeatedKeys(long seed, RoaringBitmap slots) {
    this.seed = seed;
    this.slots = slots;
  }

  /** Whether no key stands twice. */
  public boolean isEmpty() {
    return slots.isEmpty();
  }

  /** Whether the key may stand twice. */
  public boolean mayHave(RowKey key) {
    int slot = KeySketch.slot(key, seed);
    return near().get(slot >>> NEAR) && slots.contains(slot);
  }

  private BitSet near() {
    BitSet known = near;
    if (known == null) {
      BitSet made = new BitSet();
      slots.forEach((int slot) -> made.set(slot >>> NEAR));
      known = made;
      near = made;
    }
    return known;
  }
}
