package fr.gouv.datalab.sample.chance;

/**
 * One column's source of chance: a pure function from an entity's number to a value, keyed by the
 * seed, the table and the column.
 *
 * <p>Nothing is remembered between two calls, so any thread may ask for any entity in any order and
 * gets the same answer. The mixing is Stafford's variant 13 of the MurmurHash3 finaliser, twice; it
 * is made for simulation, not for secrecy.
 */
public final class Chance {
  private final long first;
  private final long second;

  private Chance(long first, long second) {
    this.first = first;
    this.second = second;
  }

  /** The source for a seed; ask it for columns. */
  public static Chance seeded(long seed) {
    long first = mix(seed + 0x9E3779B97F4A7C15L);
    return new Chance(first, mix(first ^ seed));
  }

  /** An independent source for a table's column, or for anything else that has a name. */
  public Chance of(String name) {
    long hash = first;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash ^ name.charAt(i));
    }
    return new Chance(hash, mix(hash + second));
  }

  /** 64 bits for an entity. */
  public long bits(long entity) {
    return mix(mix(entity + first) ^ second);
  }

  /** 64 bits for the n-th draw of an entity. */
  public long bits(long entity, int n) {
    return mix(bits(entity) + n * 0x9E3779B97F4A7C15L);
  }

  /** Uniform in [0, 1). */
  public double unit(long entity) {
    return unitOf(bits(entity));
  }

  /** Uniform in [0, 1), n-th draw. */
  public double unit(long entity, int n) {
    return unitOf(bits(entity, n));
  }

  /** Uniform in 0 .. bound - 1. */
  public int below(long entity, int bound) {
    return belowOf(bits(entity), bound);
  }

  /** Uniform in 0 .. bound - 1, n-th draw. */
  public int below(long entity, int n, int bound) {
    return belowOf(bits(entity, n), bound);
  }

  /** True with the given probability. */
  public boolean happens(long entity, double probability) {
    return unit(entity) < probability;
  }

  /** True with the given probability, n-th draw. */
  public boolean happens(long entity, int n, double probability) {
    return unit(entity, n) < probability;
  }

  /** Standard normal. */
  public double normal(long entity) {
    return Normal.quantile(unit(entity));
  }

  /** Standard normal, n-th draw. */
  public double normal(long entity, int n) {
    return Normal.quantile(unit(entity, n));
  }

  /** Uniform in [0, 1) from 64 bits. */
  public static double unitOf(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  private static int belowOf(long bits, int bound) {
    return (int) (((bits >>> 32) * bound) >>> 32);
  }

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
