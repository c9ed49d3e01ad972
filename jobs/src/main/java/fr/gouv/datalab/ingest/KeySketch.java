package fr.gouv.datalab.ingest;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which keys of a delivery may stand in it twice. Each key has one of 2^27 slots, of which two bits
 * say that it was met, and met again. A key that stands twice is always told; one that stands once
 * is told too when another has its slot: among a million rows, about one in seventy. 32 MB,
 * whatever the delivery; thread-safe.
 */
public final class KeySketch {
  private static final int SLOT_BITS = 27;
  private static final int WORDS = 1 << SLOT_BITS - 6;

  private final long seed = new SecureRandom().nextLong();
  private final AtomicLongArray met = new AtomicLongArray(WORDS);
  private final AtomicLongArray again = new AtomicLongArray(WORDS);

  /** Takes note of a key. */
  void add(RowKey key) {
    int slot = slot(key, seed);
    long bit = 1L << slot;
    int word = slot >>> 6;
    if ((met.getPlain(word) & bit) != 0
        || (met.getAndAccumulate(word, bit, KeySketch::or) & bit) != 0) {
      again.accumulateAndGet(word, bit, KeySketch::or);
    }
  }

  private static long or(long a, long b) {
    return a | b;
  }

  /** What is to be looked at more closely, once every key was noted. */
  public RepeatedKeys repeated() {
    RoaringBitmap slots = new RoaringBitmap();
    for (int word = 0; word < WORDS; word++) {
      for (long bits = again.getPlain(word); bits != 0; bits &= bits - 1) {
        slots.add((word << 6) + Long.numberOfTrailingZeros(bits));
      }
    }
    return new RepeatedKeys(seed, slots);
  }

  static int slot(RowKey key, long seed) {
    return (int) (key.hash(seed) >>> Long.SIZE - SLOT_BITS);
  }
}
