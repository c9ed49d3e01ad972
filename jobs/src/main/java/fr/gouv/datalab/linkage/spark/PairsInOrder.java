package fr.gouv.datalab.linkage.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/** Pairs of numbered rows on their way to where they stand in the order of left, then right. */
final class PairsInOrder extends Parcels {
  /** The left row's number, the right row's, the bits of the probability. */
  static final int RECORD = 3;

  private static final long ROWS = 500_000;

  private final Iterator<InternalRow> pairs;
  private final double threshold;
  private final long width;

  private PairsInOrder(Iterator<InternalRow> pairs, double threshold, long width, int targets) {
    super(targets);
    this.pairs = pairs;
    this.threshold = threshold;
    this.width = width;
  }

  /**
   * Sorts pairs; a part is held by the driver at a time.
   *
   * @param pairs columns left, right and probability, the rows being numbered from 1
   * @param leftRows the highest number of the left side
   * @return records, part after part
   */
  static Iterator<long[]> of(JavaRDD<InternalRow> pairs, double threshold, long leftRows) {
    int targets = (int) Math.min(4096, 1 + leftRows / ROWS);
    long width = leftRows / targets + 1;
    return sent(
            pairs.mapPartitions(each -> new PairsInOrder(each, threshold, width, targets)), targets)
        .mapPartitions(each -> List.of(sorted(each)).iterator())
        .toLocalIterator();
  }

  @Override
  boolean step() {
    if (!pairs.hasNext()) {
      return false;
    }
    InternalRow pair = pairs.next();
    double probability = pair.getDouble(2);
    if (probability >= threshold) {
      long left = pair.getLong(0);
      long[] parcel = room((int) (left / width), RECORD);
      parcel[at] = left;
      parcel[at + 1] = pair.getLong(1);
      parcel[at + 2] = Double.doubleToRawLongBits(probability);
    }
    return true;
  }

  private static long[] sorted(Iterator<Tuple2<Integer, byte[]>> parcels) {
    List<long[]> read = new ArrayList<>();
    int longs = 0;
    while (parcels.hasNext()) {
      long[] parcel = opened(parcels.next());
      read.add(parcel);
      longs = Math.addExact(longs, parcel.length);
    }
    long[] records = new long[longs];
    int next = 0;
    for (long[] parcel : read) {
      System.arraycopy(parcel, 0, records, next, parcel.length);
      next += parcel.length;
    }
    long least = Long.MAX_VALUE;
    for (int at = 0; at < longs; at += RECORD) {
      least = Math.min(least, records[at]);
    }
    long[] order = new long[longs / RECORD];
    for (int i = 0; i < order.length; i++) {
      order[i] = records[RECORD * i] - least << 32 | i;
    }
    Arrays.sort(order);
    return inOrder(records, order);
  }

  /** The records by their left rows; those of one left row, which are few, by their right rows. */
  private static long[] inOrder(long[] records, long[] order) {
    long[] sorted = new long[records.length];
    for (int i = 0; i < order.length; i++) {
      int from = RECORD * (int) order[i];
      int to = RECORD * i;
      while (to > 0
          && sorted[to - RECORD] == records[from]
          && sorted[to - RECORD + 1] > records[from + 1]) {
        System.arraycopy(sorted, to - RECORD, sorted, to, RECORD);
        to -= RECORD;
      }
      System.arraycopy(records, from, sorted, to, RECORD);
    }
    return sorted;
  }
}
