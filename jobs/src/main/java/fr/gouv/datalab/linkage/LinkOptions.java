package fr.gouv.datalab.linkage;

/**
 * What is asked of a linkage.
 *
 * @param threshold match probability from which a pair is kept, in ]0, 1[
 * @param assignment how many counterparts a row may have
 * @param largestBlock pairs that one block may cost; a larger one is left out and said
 */
public record LinkOptions(double threshold, Assignment assignment, long largestBlock) {
  /** Pairs of one block that are still compared, by default. */
  public static final long LARGEST_BLOCK = 100_000;

  public LinkOptions {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("A threshold lies between 0 and 1, both excluded.");
    }
    if (largestBlock < 1) {
      throw new IllegalArgumentException("A block has at least one pair.");
    }
  }

  /** With the usual bound on blocks. */
  public LinkOptions(double threshold, Assignment assignment) {
    this(threshold, assignment, LARGEST_BLOCK);
  }
}
