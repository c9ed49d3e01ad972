package fr.gouv.datalab.linkage.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * The records of {@link KeyParcels} of one partition, those of one key with the same group number.
 * They are dealt into buckets of a few thousand first, so that each bucket's hash table stays in
 * the processor's cache: with one large table, nearly every record waits for memory.
 */
final class GroupedKeys {
  private static final int BUCKET = 1 << 12;

  private final long[] keys;
  private final long[] origins;
  private final int[] splits;
  private final int[] groups;
  private int count;

  private GroupedKeys(int records) {
    keys = new long[records];
    origins = new long[records];
    splits = new int[records];
    groups = new int[records];
  }

  /** Reads parcels. */
  static GroupedKeys of(Iterator<Tuple2<Integer, byte[]>> parcels) {
    List<long[]> read = new ArrayList<>();
    int records = 0;
    while (parcels.hasNext()) {
      long[] parcel = Parcels.opened(parcels.next());
      read.add(parcel);
      records = Math.addExact(records, parcel.length / KeyParcels.RECORD);
    }
    GroupedKeys grouped = new GroupedKeys(records);
    int mask = Integer.highestOneBit(Math.max(1, records / BUCKET)) - 1;
    int[] ends = grouped.deal(read, mask);
    grouped.group(ends);
    return grouped;
  }

  /** Deals records into buckets; gives where each ends. */
  private int[] deal(List<long[]> parcels, int mask) {
    int[] next = new int[mask + 2];
    for (long[] parcel : parcels) {
      for (int at = 0; at < parcel.length; at += KeyParcels.RECORD) {
        next[bucket(parcel[at], mask) + 1]++;
      }
    }
    for (int bucket = 0; bucket <= mask; bucket++) {
      next[bucket + 1] += next[bucket];
    }
    for (long[] parcel : parcels) {
      for (int at = 0; at < parcel.length; at += KeyParcels.RECORD) {
        int place = next[bucket(parcel[at], mask)]++;
        keys[place] = parcel[at];
        origins[place] = parcel[at + 1];
        splits[place] = (int) parcel[at + 2];
      }
    }
    return next;
  }

  /** The high bits choose the partition, the low ones the place in a table. */
  private static int bucket(long key, int mask) {
    return (int) (key >>> 16) & mask;
  }

  private void group(int[] ends) {
    long[] table = new long[2 * BUCKET];
    int[] numbers = new int[table.length];
    int from = 0;
    for (int bucket = 0; bucket < ends.length - 1; bucket++) {
      int to = ends[bucket];
      if (2 * (to - from) > table.length) {
        table = new long[Integer.highestOneBit(to - from) << 2];
        numbers = new int[table.length];
      }
      Arrays.fill(table, 0);
      for (int record = from; record < to; record++) {
        int slot = (int) keys[record] & table.length - 1;
        while (table[slot] != keys[record] && table[slot] != 0) {
          slot = slot + 1 & table.length - 1;
        }
        if (table[slot] == 0) {
          table[slot] = keys[record];
          numbers[slot] = count++;
        }
        groups[record] = numbers[slot];
      }
      from = to;
    }
  }

  int records() {
    return keys.length;
  }

  /** Group numbers are below this. */
  int groups() {
    return count;
  }

  int group(int record) {
    return groups[record];
  }

  long origin(int record) {
    return origins[record];
  }

  int split(int record) {
    return splits[record];
  }
}
