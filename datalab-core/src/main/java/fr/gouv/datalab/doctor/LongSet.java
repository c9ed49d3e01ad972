package fr.gouv.datalab.doctor;

/**
 * A set of 64-bit hashes by open addressing: eight bytes an entry at most two thirds full. Not
 * thread-safe while it is filled.
 */
final class LongSet {
  private long[] slots = new long[1 << 10];
  private int size;
  private boolean zero;

  void add(long value) {
    if (value == 0) {
      zero = true;
      return;
    }
    if (size * 3L >= slots.length * 2L) {
      grow();
    }
    if (insert(slots, value)) {
      size++;
    }
  }

  boolean contains(long value) {
    if (value == 0) {
      return zero;
    }
    int mask = slots.length - 1;
    int i = spread(value) & mask;
    while (slots[i] != 0) {
      if (slots[i] == value) {
        return true;
      }
      i = (i + 1) & mask;
    }
    return false;
  }

  int size() {
    return size + (zero ? 1 : 0);
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long value : slots) {
      if (value != 0) {
        insert(larger, value);
      }
    }
    slots = larger;
  }

  private static boolean insert(long[] slots, long value) {
    int mask = slots.length - 1;
    int i = spread(value) & mask;
    while (slots[i] != 0) {
      if (slots[i] == value) {
        return false;
      }
      i = (i + 1) & mask;
    }
    slots[i] = value;
    return true;
  }

  private static int spread(long value) {
    long h = value * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 32);
  }
}
