package fr.gouv.datalab.linkage.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Many small records of longs on their way to partitions, packed in parcels of some 64 KiB: Spark
 * shuffles a few thousand byte arrays instead of millions of rows. Filled row by row as it is read,
 * so that it holds one open parcel per partition.
 */
abstract class Parcels implements Iterator<Tuple2<Integer, byte[]>> {
  private static final int FULL = 1 << 13;

  private final long[][] open;
  private final int[] filled;
  private final Deque<Tuple2<Integer, byte[]>> ready = new ArrayDeque<>();
  private boolean ended;

  /** Towards a number of partitions. */
  Parcels(int partitions) {
    open = new long[partitions][];
    filled = new int[partitions];
  }

  /** The longs of a parcel that came. */
  static long[] opened(Tuple2<Integer, byte[]> parcel) {
    long[] longs = new long[parcel._2().length / Long.BYTES];
    ByteBuffer.wrap(parcel._2()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(longs);
    return longs;
  }

  /** Reads one more row and packs what comes of it; false at the end. */
  abstract boolean step();

  /** Makes room for a record; it is written at {@link #at} of the array. */
  final long[] room(int partition, int longs) {
    long[] parcel = open[partition];
    if (parcel == null) {
      parcel = new long[Math.max(longs, 512)];
    } else if (filled[partition] + longs > parcel.length) {
      if (filled[partition] >= FULL / 2 && filled[partition] + longs > FULL) {
        close(partition);
        parcel = new long[Math.max(longs, FULL)];
      } else {
        parcel = Arrays.copyOf(parcel, Math.max(filled[partition] + longs, 2 * parcel.length));
      }
    }
    open[partition] = parcel;
    at = filled[partition];
    filled[partition] += longs;
    return parcel;
  }

  /** Where the record that {@link #room} was asked for begins. */
  int at;

  private void close(int partition) {
    if (filled[partition] > 0) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Long.BYTES * filled[partition]).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asLongBuffer().put(open[partition], 0, filled[partition]);
      ready.add(new Tuple2<>(partition, bytes.array()));
      filled[partition] = 0;
      open[partition] = null;
    }
  }

  @Override
  public final boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      if (!step()) {
        ended = true;
        for (int partition = 0; partition < open.length; partition++) {
          close(partition);
        }
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public final Tuple2<Integer, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.poll();
  }

  /** Sends parcels to their partitions. */
  static JavaRDD<Tuple2<Integer, byte[]>> sent(
      JavaRDD<Tuple2<Integer, byte[]>> parcels, int partitions) {
    ClassTag<byte[]> bytes = ClassTag$.MODULE$.apply(byte[].class);
    return new ShuffledRDD<Integer, byte[], byte[]>(
            parcels.rdd(),
            new Addressed(partitions),
            ClassTag$.MODULE$.apply(Integer.class),
            bytes,
            bytes)
        .setSerializer(new ParcelSerializer())
        .toJavaRDD();
  }

  /** A parcel's key is its partition. */
  private static final class Addressed extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int partitions;

    Addressed(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Addressed that && that.partitions == partitions;
    }

    @Override
    public int hashCode() {
      return partitions;
    }
  }
}
