package fr.gouv.datalab.linkage.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import scala.Tuple2;

/**
 * The blocks that have rows of both sides, of one partition of keys. A block is one value of one
 * rule; it costs as many pairs as its left rows times its right rows.
 */
final class BlockTable implements Serializable {
  private static final long serialVersionUID = 1;

  /** What is done with a pair. */
  @FunctionalInterface
  interface Pairs {
    void take(long left, long right);
  }

  private final byte[] rules;
  private final int[] leftEnds;
  private final int[] rightEnds;
  private final long[] lefts;
  private final long[] rights;
  private final int[] leftSplits;
  private final int[] rightSplits;

  private BlockTable(byte[] rules, int[] leftEnds, int[] rightEnds, int left, int right) {
    this.rules = rules;
    this.leftEnds = leftEnds;
    this.rightEnds = rightEnds;
    lefts = new long[left];
    rights = new long[right];
    leftSplits = new int[left];
    rightSplits = new int[right];
  }

  /** Groups parcels of {@link KeyParcels} by key. */
  static BlockTable of(Iterator<Tuple2<Integer, byte[]>> parcels) {
    GroupedKeys keys = GroupedKeys.of(parcels);
    int[] left = new int[keys.groups()];
    int[] right = new int[keys.groups()];
    for (int record = 0; record < keys.records(); record++) {
      if (KeyParcels.isRight(keys.origin(record))) {
        right[keys.group(record)]++;
      } else {
        left[keys.group(record)]++;
      }
    }
    int blocks = 0;
    for (int group = 0; group < left.length; group++) {
      if (left[group] > 0 && right[group] > 0) {
        blocks++;
      }
    }
    int[] leftEnds = new int[blocks];
    int[] rightEnds = new int[blocks];
    int block = 0;
    int leftEnd = 0;
    int rightEnd = 0;
    for (int group = 0; group < left.length; group++) {
      if (left[group] > 0 && right[group] > 0) {
        leftEnds[block] = leftEnd;
        rightEnds[block] = rightEnd;
        leftEnd = Math.addExact(leftEnd, left[group]);
        rightEnd = Math.addExact(rightEnd, right[group]);
        left[group] = block++;
      } else {
        left[group] = -1;
      }
    }
    BlockTable table = new BlockTable(new byte[blocks], leftEnds, rightEnds, leftEnd, rightEnd);
    // Each end is where its block begins until the block is filled.
    for (int record = 0; record < keys.records(); record++) {
      int number = left[keys.group(record)];
      if (number >= 0) {
        table.add(number, keys.origin(record), keys.split(record));
      }
    }
    return table;
  }

  private void add(int block, long origin, int split) {
    rules[block] = (byte) KeyParcels.rule(origin);
    if (KeyParcels.isRight(origin)) {
      int at = rightEnds[block]++;
      rights[at] = KeyParcels.ref(origin);
      rightSplits[at] = split;
    } else {
      int at = leftEnds[block]++;
      lefts[at] = KeyParcels.ref(origin);
      leftSplits[at] = split;
    }
  }

  int blocks() {
    return rules.length;
  }

  int rule(int block) {
    return rules[block];
  }

  /** Pairs that a block costs. */
  long pairs(int block) {
    return (long) (leftEnds[block] - start(leftEnds, block))
        * (rightEnds[block] - start(rightEnds, block));
  }

  private static int start(int[] ends, int block) {
    return block == 0 ? 0 : ends[block - 1];
  }

  /** All pairs of a block. */
  void pairs(int block, Pairs pairs) {
    cross(
        lefts,
        start(leftEnds, block),
        leftEnds[block],
        rights,
        start(rightEnds, block),
        rightEnds[block],
        pairs);
  }

  private static void cross(
      long[] left, int l, int leftEnd, long[] right, int r, int rightEnd, Pairs pairs) {
    for (int i = l; i < leftEnd; i++) {
      for (int j = r; j < rightEnd; j++) {
        pairs.take(left[i], right[j]);
      }
    }
  }

  /**
   * The pairs of a large block that also share its splitting token, in the parts that are not too
   * large themselves; rows that lack the token are in no part.
   *
   * @return how many pairs that is
   */
  long split(int block, long largest, Pairs pairs) {
    Parts left = Parts.of(lefts, leftSplits, start(leftEnds, block), leftEnds[block]);
    Parts right = Parts.of(rights, rightSplits, start(rightEnds, block), rightEnds[block]);
    long taken = 0;
    int l = 0;
    int r = 0;
    while (l < left.refs.length && r < right.refs.length) {
      int one = left.splits[l];
      int other = right.splits[r];
      int leftEnd = one <= other ? left.end(l) : l;
      int rightEnd = other <= one ? right.end(r) : r;
      long size = (long) (leftEnd - l) * (rightEnd - r);
      if (one != 0 && size <= largest) {
        taken += size;
        cross(left.refs, l, leftEnd, right.refs, r, rightEnd, pairs);
      }
      l = leftEnd;
      r = rightEnd;
    }
    return taken;
  }

  /** Rows of a block in the order of their splitting tokens. */
  private record Parts(long[] refs, int[] splits) {
    static Parts of(long[] refs, int[] splits, int from, int to) {
      long[] order = new long[to - from];
      for (int i = 0; i < order.length; i++) {
        order[i] = (long) splits[from + i] << 32 | i;
      }
      Arrays.sort(order);
      Parts parts = new Parts(new long[order.length], new int[order.length]);
      for (int i = 0; i < order.length; i++) {
        parts.refs[i] = refs[from + (int) order[i]];
        parts.splits[i] = (int) (order[i] >> 32);
      }
      return parts;
    }

    int end(int from) {
      int at = from;
      while (at < splits.length && splits[at] == splits[from]) {
        at++;
      }
      return at;
    }
  }
}
