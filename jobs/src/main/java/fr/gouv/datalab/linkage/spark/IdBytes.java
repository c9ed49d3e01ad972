package fr.gouv.datalab.linkage.spark;

import java.io.Serializable;
import java.util.Arrays;

/** Many short byte strings, one after the other. */
final class IdBytes implements Serializable {
  private static final long serialVersionUID = 1;

  private byte[] bytes = new byte[256];
  private int[] ends = new int[32];
  private int count;

  int add(byte[] id) {
    int from = count == 0 ? 0 : ends[count - 1];
    int end = Math.addExact(from, id.length);
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(end, 2L * bytes.length)));
    }
    System.arraycopy(id, 0, bytes, from, id.length);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count] = end;
    return count++;
  }

  byte[] get(int number) {
    return Arrays.copyOfRange(bytes, start(number), ends[number]);
  }

  /** Orders two by their bytes, unsigned. */
  int compare(int one, int other) {
    return Arrays.compareUnsigned(bytes, start(one), ends[one], bytes, start(other), ends[other]);
  }

  /** Longs that so many bytes take. */
  static int longs(int length) {
    return (length + Long.BYTES - 1) / Long.BYTES;
  }

  /** Writes an id into longs, eight bytes in each, the first one the highest. */
  static void put(byte[] id, long[] out, int at) {
    for (int i = 0; i < id.length; i++) {
      int shift = 56 - 8 * (i % Long.BYTES);
      long kept = shift == 56 ? 0 : out[at + i / Long.BYTES];
      out[at + i / Long.BYTES] = kept | (id[i] & 0xFFL) << shift;
    }
  }

  /** Reads what {@link #put} wrote. */
  static byte[] read(long[] in, int at, int length) {
    byte[] id = new byte[length];
    for (int i = 0; i < length; i++) {
      id[i] = (byte) (in[at + i / Long.BYTES] >>> 56 - 8 * (i % Long.BYTES));
    }
    return id;
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }
}
