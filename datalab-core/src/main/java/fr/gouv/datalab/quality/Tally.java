package fr.gouv.datalab.quality;

import java.io.Serializable;

/**
 * How many rows, and whether enough persons: of these, the first {@link #ENOUGH} that differ are
 * remembered by a hash, which never leaves memory. Eleven rows of one person are one person. Not
 * thread-safe.
 */
public final class Tally implements Serializable {
  /** No figure is about fewer persons: the threshold of the policy {@code personnes}. */
  public static final int ENOUGH = 11;

  private static final long serialVersionUID = 1L;

  private long rows;
  private long[] units = new long[2];
  private int met;

  /** Counts a row of that person or company. */
  public void add(long unit) {
    rows++;
    meet(unit);
  }

  /** Rows of which each is of another person than all others counted so. */
  static Tally ofDistinct(long rows, long firstUnit) {
    Tally tally = new Tally();
    for (long i = 0; i < Math.min(rows, ENOUGH); i++) {
      tally.add(firstUnit + i);
    }
    tally.rows = rows;
    return tally;
  }

  /** Counts what another counted. */
  public void add(Tally other) {
    rows += other.rows;
    for (int i = 0; i < other.met; i++) {
      meet(other.units[i]);
    }
  }

  private void meet(long unit) {
    if (met == ENOUGH) {
      return;
    }
    for (int i = 0; i < met; i++) {
      if (units[i] == unit) {
        return;
      }
    }
    if (met == units.length) {
      units = java.util.Arrays.copyOf(units, ENOUGH);
    }
    units[met++] = unit;
  }

  /** How many rows. */
  public long rows() {
    return rows;
  }

  /** Whether a figure about them singles nobody out. */
  public boolean isEnough() {
    return met == ENOUGH;
  }
}
