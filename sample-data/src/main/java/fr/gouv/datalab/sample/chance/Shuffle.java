package fr.gouv.datalab.sample.chance;

/**
 * A fixed, pseudo-random permutation of 0 .. size - 1 without a table: a Feistel network of four
 * rounds on the smallest even number of bits that holds the size, walked along its cycle until it
 * lands inside (Black and Rogaway, 2002).
 *
 * <p>It is what makes numbers unique without remembering those already given: distinct entities
 * have distinct images.
 */
public final class Shuffle {
  private final Chance chance;
  private final long size;
  private final int half;
  private final long mask;

  /**
   * A permutation of 0 .. size - 1, chosen by the source of chance; size at least 1 and at most
   * 2^60.
   */
  public Shuffle(Chance chance, long size) {
    if (size < 1 || size > 1L << 60) {
      throw new IllegalArgumentException(
          "A shuffle needs between 1 and 2^60 elements, not " + size + ".");
    }
    this.chance = chance;
    this.size = size;
    int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(size - 1));
    this.half = (bits + 1) / 2;
    this.mask = (1L << half) - 1;
  }

  /** Where the element goes. */
  public long at(long element) {
    long value = element;
    do {
      value = round(value);
    } while (value >= size);
    return value;
  }

  private long round(long value) {
    long left = value >>> half;
    long right = value & mask;
    for (int i = 0; i < 4; i++) {
      long next = left ^ (chance.bits(right, i) & mask);
      left = right;
      right = next;
    }
    return left << half | right;
  }
}
