package fr.gouv.datalab.civilstatus;

/**
 * A short keyed sketch of a word from which one reads how alike two words are: each pair of
 * neighbouring letters votes with its keyed bits, and each bit of the sketch is what most pairs
 * voted (M. Charikar, Similarity estimation techniques from rounding algorithms, STOC 2002). Two
 * sketches agree in a share {@code 1 - acos(c) / pi} of their bits, c being the cosine of the two
 * words' counts of pairs: unrelated words in half of them.
 *
 * <p>Votes are counted in six planes of 64 counters. Of one thread.
 */
final class Likeness {
  /** The longest word that is read. */
  static final int MOST = 40;

  private long p0;
  private long p1;
  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private int votes;

  void clear() {
    p0 = p1 = p2 = p3 = p4 = p5 = 0;
    votes = 0;
  }

  void vote(long bits) {
    long carry = p0 & bits;
    p0 ^= bits;
    long next = p1 & carry;
    p1 ^= carry;
    carry = p2 & next;
    p2 ^= next;
    next = p3 & carry;
    p3 ^= carry;
    carry = p4 & next;
    p4 ^= next;
    p5 ^= carry;
    votes++;
  }

  /** Bits that more than half of the votes set; of an equal vote, those of {@code tie}. */
  long majority(long tie) {
    if ((votes & 1) == 0) {
      vote(tie);
    }
    int least = (votes + 1) / 2;
    long greater = 0;
    long equal = -1;
    long[] planes = {p0, p1, p2, p3, p4, p5};
    for (int plane = 5; plane >= 0; plane--) {
      if ((least >> plane & 1) == 1) {
        equal &= planes[plane];
      } else {
        greater |= equal & planes[plane];
        equal &= ~planes[plane];
      }
    }
    return greater | equal;
  }
}
