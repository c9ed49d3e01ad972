package fr.gouv.datalab.disclosure;

/**
 * The number of each cell by its key: an array over all keys where that is not much larger than the
 * table, else a hash table.
 */
final class CellIndex {

  private static final long DENSE = 8;
  private static final long SMALL = 1 << 16;
  private static final long LARGEST = 1L << 28;

  private final long[] keys;
  private final int[] numbers;
  private final LongIndex sparse;

  /**
   * @param keys ascending, all under {@code end}
   */
  CellIndex(long[] keys, long end) {
    this.keys = keys;
    if (end <= Math.min(LARGEST, Math.max(SMALL, DENSE * keys.length))) {
      this.sparse = null;
      this.numbers = new int[(int) end];
      for (int cell = 0; cell < keys.length; cell++) {
        numbers[(int) keys[cell]] = cell + 1;
      }
    } else {
      this.numbers = null;
      this.sparse = new LongIndex(keys.length);
      for (long key : keys) {
        sparse.add(key);
      }
    }
  }

  long key(int cell) {
    return keys[cell];
  }

  /** The number of a key, or -1. */
  int find(long key) {
    return numbers != null ? numbers[(int) key] - 1 : sparse.find(key);
  }
}
