package fr.gouv.datalab.disclosure.cellkey;

/**
 * The key of a cell: the sum, modulo 2^32, of the keys of its records. The same set of records has
 * the same key in every table, so its count is always changed in the same way: asking again, or by
 * another table, teaches nothing. One record more or less makes it another key.
 *
 * <p>A record's key is a whole number drawn once, evenly from 0 to 2^32 - 1, by a secret that
 * readers do not have. Sums in a column may be larger than 2^32: the remainder counts.
 */
public final class CellKey {

  /** Keys are whole numbers below this. */
  public static final long MODULUS = 1L << 32;

  private CellKey() {}

  /** The key of two sets of records together that have none in common. */
  public static long plus(long one, long other) {
    return Math.floorMod(one + other, MODULUS);
  }

  /** Where a key stands, from 0 to below 1. */
  public static double position(long key) {
    return (double) Math.floorMod(key, MODULUS) / MODULUS;
  }
}
