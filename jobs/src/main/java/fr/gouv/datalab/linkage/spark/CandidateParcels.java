package fr.gouv.datalab.linkage.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * A partition's left rows with the right rows that each is compared to, every pair once, on their
 * way to the partitions of the right rows. A left row's tokens travel once per right partition.
 */
final class CandidateParcels extends Parcels {
  private final TokenBlock rows;
  private final int[] ends;
  private final long[] rights;
  private final long[] tokens = new long[TokenBlock.SLOTS];
  private int row;

  /** Reads parcels of {@link PairParcels}. */
  CandidateParcels(TokenBlock rows, Iterator<Tuple2<Integer, byte[]>> pairs, int targets) {
    super(targets);
    this.rows = rows;
    List<long[]> read = new ArrayList<>();
    int[] starts = new int[rows.rows() + 1];
    while (pairs.hasNext()) {
      long[] parcel = opened(pairs.next());
      read.add(parcel);
      for (int at = 0; at < parcel.length; at += PairParcels.RECORD) {
        starts[(int) parcel[at] + 1]++;
      }
    }
    for (int place = 0; place < rows.rows(); place++) {
      starts[place + 1] = Math.addExact(starts[place], starts[place + 1]);
    }
    rights = new long[starts[rows.rows()]];
    ends = starts;
    for (int number = 0; number < read.size(); number++) {
      long[] parcel = read.set(number, null);
      for (int at = 0; at < parcel.length; at += PairParcels.RECORD) {
        rights[ends[(int) parcel[at]]++] = parcel[at + 1];
      }
    }
  }

  @Override
  boolean step() {
    if (row == rows.rows()) {
      return false;
    }
    int from = row == 0 ? 0 : ends[row - 1];
    int end = distinct(from, ends[row]);
    if (end > from) {
      rows.tokens(row, tokens);
      byte[] id = rows.id(row);
      while (from < end) {
        int partition = RowRef.partition(rights[from]);
        int to = from;
        while (to < end && RowRef.partition(rights[to]) == partition) {
          to++;
        }
        send(partition, id, from, to);
        from = to;
      }
    }
    row++;
    return true;
  }

  /** Sorts the right rows of one left row and lets each stand once; gives their end. */
  private int distinct(int from, int to) {
    if (to - from < 2) {
      return to;
    }
    Arrays.sort(rights, from, to);
    int end = from + 1;
    for (int i = from + 1; i < to; i++) {
      if (rights[i] != rights[end - 1]) {
        rights[end++] = rights[i];
      }
    }
    return end;
  }

  /** Number of right rows and length of the id, the id, the tokens, the right rows' places. */
  private void send(int partition, byte[] id, int from, int to) {
    int count = to - from;
    int idLongs = IdBytes.longs(id.length);
    long[] parcel = room(partition, 1 + idLongs + TokenBlock.SLOTS + count);
    int next = at;
    parcel[next++] = (long) count << 32 | id.length;
    IdBytes.put(id, parcel, next);
    next += idLongs;
    System.arraycopy(tokens, 0, parcel, next, TokenBlock.SLOTS);
    next += TokenBlock.SLOTS;
    for (int i = from; i < to; i++) {
      parcel[next++] = RowRef.place(rights[i]);
    }
  }
}
