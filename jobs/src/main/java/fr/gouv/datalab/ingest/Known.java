package fr.gouv.datalab.ingest;

import java.util.Arrays;

/**
 * Remembers values that were found good, so that a column of few distinct values (a commune, a
 * code) is held against its pattern once for each. A direct-mapped table: a newcomer takes the
 * place of an older value.
 */
final class Known {
  private static final int SIZE = 1 << 12;

  private final byte[][] values = new byte[SIZE][];

  boolean has(byte[] text, int from, int to) {
    byte[] there = values[slot(text, from, to)];
    return there != null && Arrays.equals(there, 0, there.length, text, from, to);
  }

  void keep(byte[] text, int from, int to) {
    values[slot(text, from, to)] = Arrays.copyOfRange(text, from, to);
  }

  private static int slot(byte[] text, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    return (hash ^ hash >>> 12) & SIZE - 1;
  }
}
