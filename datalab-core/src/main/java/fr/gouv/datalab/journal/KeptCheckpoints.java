package fr.gouv.datalab.journal;

import fr.gouv.datalab.refusals.IntegrityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** Checkpoints that someone kept, held against a tree as its records are read. */
final class KeptCheckpoints {
  private final Deque<Checkpoint> left;
  private long agreed;

  KeptCheckpoints(List<Checkpoint> kept) {
    List<Checkpoint> sorted = new ArrayList<>(kept);
    sorted.sort(Comparator.comparingLong(Checkpoint::size));
    this.left = new ArrayDeque<>(sorted);
  }

  /**
   * Looks at a tree that grew by one record, or has none.
   *
   * @throws IntegrityException naming the records among which one is not what it was
   */
  void grown(CompactRange tree) {
    while (!left.isEmpty() && left.peek().size() == tree.size()) {
      Checkpoint kept = left.poll();
      if (!HexFormat.of().formatHex(tree.root()).equals(kept.root())) {
        throw new IntegrityException(
            "The journal is not the one that was witnessed at "
                + kept.size()
                + " records: of the records "
                + agreed
                + " to "
                + (kept.size() - 1)
                + ", one or more were altered since.");
      }
      agreed = kept.size();
    }
  }

  /**
   * Looks at the whole.
   *
   * @throws IntegrityException naming the first record that is missing
   */
  void ended(long size) {
    if (!left.isEmpty()) {
      throw new IntegrityException(
          "Record "
              + size
              + " of the journal is the first that is missing: it was witnessed with "
              + left.peekLast().size()
              + " records, and was cut or rolled back since.");
    }
  }
}
