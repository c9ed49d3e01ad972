package fr.gouv.datalab.civilstatus;

import java.util.Arrays;

/**
 * The words of a text that is folded to letters and single spaces, found anew for each text in the
 * same buffer; the last one takes what is left when there are too many.
 */
final class Words {
  private static final int MOST = 12;

  private final byte[] text;
  private final int[] starts = new int[MOST + 1];
  private int count;

  /** None yet, of a text in that buffer. */
  Words(byte[] text) {
    this.text = text;
  }

  /** Finds those of the first bytes of the buffer; gives their number, at most {@value #MOST}. */
  int find(int length) {
    count = 0;
    starts[0] = 0;
    for (int i = 0; i < length && count < MOST - 1; i++) {
      if (text[i] == ' ') {
        starts[++count] = i + 1;
      }
    }
    starts[++count] = length + 1;
    return count;
  }

  int start(int word) {
    return starts[word];
  }

  int end(int word) {
    return starts[word + 1] - 1;
  }

  /** Writes them in alphabetic order, each with a space behind it; gives the length. */
  int sorted(byte[] out) {
    int length = 0;
    long written = 0;
    for (int n = 0; n < count; n++) {
      int least = least(written);
      written |= 1L << least;
      int size = end(least) - start(least);
      System.arraycopy(text, start(least), out, length, size);
      length += size;
      out[length++] = ' ';
    }
    return length;
  }

  private int least(long written) {
    int least = -1;
    for (int word = 0; word < count; word++) {
      if ((written >> word & 1) == 0 && (least < 0 || compare(word, least) < 0)) {
        least = word;
      }
    }
    return least;
  }

  private int compare(int one, int two) {
    return Arrays.compare(text, start(one), end(one), text, start(two), end(two));
  }
}
