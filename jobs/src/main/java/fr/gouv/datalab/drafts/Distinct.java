package fr.gouv.datalab.drafts;

/** Says whether values repeat, by 64-bit hashes, until too many do or too many were seen. */
final class Distinct {
  private static final int FEW = 5;
  static final int MOST = 2_000_000;

  private long[] slots = new long[1 << 10];
  private int size;
  private int repeats;
  private boolean repeated;

  /** Takes a hash; does nothing once it is known that values repeat. */
  void take(long hash) {
    if (repeated || slots == null) {
      return;
    }
    if (size == MOST) {
      slots = null;
      return;
    }
    if (size * 2 > slots.length) {
      grow();
    }
    if (put(hash == 0 ? 1 : hash)) {
      size++;
    } else if (++repeats > FEW + size / 200) {
      repeated = true;
      slots = null;
    }
  }

  private boolean put(long hash) {
    int mask = slots.length - 1;
    int at = (int) (hash >>> 20) & mask;
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return false;
      }
      at = at + 1 & mask;
    }
    slots[at] = hash;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (long hash : old) {
      if (hash != 0) {
        put(hash);
      }
    }
  }

  /** Whether no value was seen twice among those taken. */
  boolean isUnique() {
    return repeats == 0 && size > 0;
  }

  /** Whether so few were that they may be mistakes: rows that were delivered twice. */
  boolean isNearlyUnique() {
    return !repeated && size > 20 * FEW;
  }

  /** How many values that stands on. */
  int seen() {
    return size;
  }

  static long hash(byte[] bytes, int from, int to, long seed) {
    long hash = 0xCBF29CE484222325L ^ seed;
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i] & 0xFF) * 0x100000001B3L;
    }
    hash ^= hash >>> 32;
    hash *= 0xD6E8FEB86659FD93L;
    return hash ^ hash >>> 32;
  }
}
