package fr.gouv.datalab.linkage.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/** The tokens of a partition's ids, on their way to be compared with those of others. */
final class IdParcels extends Parcels {
  private final TokenSlice.Rows rows;
  private final int from;
  private final int targets;
  private int row;

  /**
   * Sends the ids of some rows.
   *
   * @param from the first partition that they may go to
   * @param targets how many
   * @param partitions of all sides
   */
  IdParcels(TokenSlice.Rows rows, int from, int targets, int partitions) {
    super(partitions);
    this.rows = rows;
    this.from = from;
    this.targets = targets;
  }

  @Override
  boolean step() {
    if (row == rows.count()) {
      return false;
    }
    long token = rows.idToken(row++);
    long[] parcel = room(from + (int) ((token >>> 33) % targets), 1);
    parcel[at] = token;
    return true;
  }

  /** Whether a token comes twice in parcels. */
  static boolean repeats(Iterator<Tuple2<Integer, byte[]>> parcels) {
    List<long[]> read = new ArrayList<>();
    int count = 0;
    while (parcels.hasNext()) {
      long[] parcel = opened(parcels.next());
      read.add(parcel);
      count += parcel.length;
    }
    long[] tokens = new long[count];
    int next = 0;
    for (long[] parcel : read) {
      System.arraycopy(parcel, 0, tokens, next, parcel.length);
      next += parcel.length;
    }
    Arrays.sort(tokens);
    for (int i = 1; i < count; i++) {
      if (tokens[i] == tokens[i - 1]) {
        return true;
      }
    }
    return false;
  }
}
