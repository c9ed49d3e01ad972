package fr.gouv.datalab.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The few hashes from which a Merkle tree's root and its growth are computed: one for each bit set
 * in its size, the largest subtree first. Appending costs the logarithm of the size.
 */
final class CompactRange {

  private long size;
  private final List<byte[]> peaks;

  private CompactRange(long size, List<byte[]> peaks) {
    this.size = size;
    this.peaks = peaks;
  }

  static CompactRange empty() {
    return new CompactRange(0, new ArrayList<>());
  }

  static CompactRange of(long size, byte[] bytes) {
    List<byte[]> peaks = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += Hash.BYTES) {
      peaks.add(Arrays.copyOfRange(bytes, at, at + Hash.BYTES));
    }
    return new CompactRange(size, peaks);
  }

  /** Told of each full subtree that an append completes. */
  interface Completed {
    void subtree(int level, long position, byte[] hash);
  }

  void append(byte[] leaf, Completed completed) {
    byte[] hash = leaf;
    int level = 0;
    for (long bits = size; (bits & 1) == 1; bits >>= 1) {
      hash = Hash.node(peaks.remove(peaks.size() - 1), hash);
      level++;
      completed.subtree(level, size >> level, hash);
    }
    peaks.add(hash);
    size++;
  }

  byte[] root() {
    if (peaks.isEmpty()) {
      return Hash.empty();
    }
    byte[] hash = peaks.get(peaks.size() - 1);
    for (int i = peaks.size() - 2; i >= 0; i--) {
      hash = Hash.node(peaks.get(i), hash);
    }
    return hash;
  }

  /** The first leaf of the first of its subtrees that another range of the same size has not. */
  long firstUnlike(CompactRange other) {
    long from = 0;
    long left = size;
    for (int i = 0; i < peaks.size(); i++) {
      if (i >= other.peaks.size() || !Arrays.equals(peaks.get(i), other.peaks.get(i))) {
        return from;
      }
      long subtree = Long.highestOneBit(left);
      from += subtree;
      left -= subtree;
    }
    return from;
  }

  long size() {
    return size;
  }

  byte[] bytes() {
    byte[] all = new byte[peaks.size() * Hash.BYTES];
    for (int i = 0; i < peaks.size(); i++) {
      System.arraycopy(peaks.get(i), 0, all, i * Hash.BYTES, Hash.BYTES);
    }
    return all;
  }
}
