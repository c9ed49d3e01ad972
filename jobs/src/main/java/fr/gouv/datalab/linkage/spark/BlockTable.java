package fr.gouv.datalab.linkage.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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

  /** Groups parcels of {@link KeyParcels} by key: by a hash table, twice read. */
  static BlockTable of(Iterator<Tuple2<Integer, byte[]>> parcels) {
    List<long[]> read = new ArrayList<>();
    long records = 0;
    while (parcels.hasNext()) {
      long[] parcel = Parcels.opened(parcels.next());
      read.add(parcel);
      records += parcel.length / KeyParcels.RECORD;
    }
    int capacity = Integer.highestOneBit((int) Math.min(1 << 28, Math.max(16, records))) << 1;
    long[] keys = new long[capacity];
    int[] left = new int[capacity];
    int[] right = new int[capacity];
    for (long[] parcel : read) {
      for (int at = 0; at < parcel.length; at += KeyParcels.RECORD) {
        int slot = slot(keys, parcel[at]);
        if (KeyParcels.isRight(parcel[at + 1])) {
          right[slot]++;
        } else {
          left[slot]++;
        }
      }
    }
    return filled(read, keys, left, right);
  }

  private static BlockTable filled(List<long[]> parcels, long[] keys, int[] left, int[] right) {
    int blocks = 0;
    for (int slot = 0; slot < keys.length; slot++) {
      if (left[slot] > 0 && right[slot] > 0) {
        blocks++;
      }
    }
    int[] leftEnds = new int[blocks];
    int[] rightEnds = new int[blocks];
    int block = 0;
    int leftEnd = 0;
    int rightEnd = 0;
    for (int slot = 0; slot < keys.length; slot++) {
      if (left[slot] > 0 && right[slot] > 0) {
        leftEnds[block] = leftEnd;
        rightEnds[block] = rightEnd;
        leftEnd = Math.addExact(leftEnd, left[slot]);
        rightEnd = Math.addExact(rightEnd, right[slot]);
        left[slot] = block++;
      } else {
        left[slot] = -1;
      }
    }
    BlockTable table = new BlockTable(new byte[blocks], leftEnds, rightEnds, leftEnd, rightEnd);
    // Each end is where its block begins until the block is filled.
    for (long[] parcel : parcels) {
      for (int at = 0; at < parcel.length; at += KeyParcels.RECORD) {
        int number = left[slot(keys, parcel[at])];
        if (number >= 0) {
          long origin = parcel[at + 1];
          table.add(number, origin, (int) parcel[at + 2]);
        }
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

  private static int slot(long[] keys, long key) {
    int mask = keys.length - 1;
    int slot = (int) key & mask;
    while (keys[slot] != key && keys[slot] != 0) {
      slot = slot + 1 & mask;
    }
    keys[slot] = key;
    return slot;
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
