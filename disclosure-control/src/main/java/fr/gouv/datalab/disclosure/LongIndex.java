package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/** Numbers distinct longs in the order in which they come: open addressing, no boxing. */
final class LongIndex {

  private long[] keys;
  private int[] slots;
  private int size;

  LongIndex(int expected) {
    keys = new long[Math.max(16, expected)];
    slots = new int[Integer.highestOneBit(Math.max(16, expected)) * 4];
  }

  int size() {
    return size;
  }

  long key(int i) {
    return keys[i];
  }

  /** The number of a key, or -1. */
  int find(long key) {
    for (int s = slot(key); slots[s] != 0; s = (s + 1) & (slots.length - 1)) {
      if (keys[slots[s] - 1] == key) {
        return slots[s] - 1;
      }
    }
    return -1;
  }

  /** The number of a key, a new one when it was not there. */
  int add(long key) {
    int found = find(key);
    if (found >= 0) {
      return found;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    keys[size++] = key;
    if (size * 2 > slots.length) {
      slots = new int[slots.length * 2];
      for (int i = 0; i < size; i++) {
        place(i);
      }
    } else {
      place(size - 1);
    }
    return size - 1;
  }

  private void place(int i) {
    int s = slot(keys[i]);
    while (slots[s] != 0) {
      s = (s + 1) & (slots.length - 1);
    }
    slots[s] = i + 1;
  }

  private int slot(long key) {
    long h = key * 0x9E3779B97F4A7C15L;
    return (int) ((h ^ (h >>> 32)) & (slots.length - 1));
  }
}
