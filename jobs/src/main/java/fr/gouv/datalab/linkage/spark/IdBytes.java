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

  /** The place of each in the order of their bytes, unsigned. */
  int[] ranks() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) -> Arrays.compareUnsigned(bytes, start(a), ends[a], bytes, start(b), ends[b]));
    int[] ranks = new int[count];
    for (int rank = 0; rank < count; rank++) {
      ranks[order[rank]] = rank;
    }
    return ranks;
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }
}
