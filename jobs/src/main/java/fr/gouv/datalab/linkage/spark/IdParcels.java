package fr.gouv.datalab.linkage.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/** The tokens of a partition's ids, on their way to be compared with those of others. */
final class IdParcels extends Parcels {
  private final Iterator<byte[]> records;
  private final int targets;

  /** Reads records of {@link fr.gouv.datalab.linkage.TokenizedFile}. */
  IdParcels(Iterator<byte[]> records, int targets) {
    super(targets);
    this.records = records;
    this.targets = targets;
  }

  @Override
  boolean step() {
    if (!records.hasNext()) {
      return false;
    }
    long token = (long) KeyParcels.LONG.get(records.next(), Long.BYTES);
    byte[] parcel = room((int) ((token >>> 33) % targets), Long.BYTES);
    KeyParcels.LONG.set(parcel, at, token);
    return true;
  }

  /** Whether a token comes twice in parcels. */
  static boolean repeats(Iterator<Tuple2<Integer, byte[]>> parcels) {
    List<byte[]> read = new ArrayList<>();
    int count = 0;
    while (parcels.hasNext()) {
      byte[] parcel = parcels.next()._2();
      read.add(parcel);
      count += parcel.length / Long.BYTES;
    }
    long[] tokens = new long[count];
    int next = 0;
    for (byte[] parcel : read) {
      for (int at = 0; at < parcel.length; at += Long.BYTES) {
        tokens[next++] = (long) KeyParcels.LONG.get(parcel, at);
      }
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
