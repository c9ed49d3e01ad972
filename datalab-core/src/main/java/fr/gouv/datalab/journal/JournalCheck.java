package fr.gouv.datalab.journal;

import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Recomputes a journal's Merkle tree from its records and compares it with what was kept: the hash
 * of each record, the stored nodes, the peaks, and the checkpoints of witnesses. Memory does not
 * grow with the journal.
 *
 * @param records number of records
 * @param root SHA-256 root of the tree, in hexadecimal
 */
public record JournalCheck(long records, String root) {

  /**
   * Checks the journal of a registry.
   *
   * @throws IntegrityException naming the first record that was altered, moved, removed or added,
   *     or the records among which it is
   */
  public static JournalCheck live(Registry registry) {
    return live(registry, List.of());
  }

  /**
   * The same, and that it continues each of some checkpoints that were kept.
   *
   * @throws IntegrityException as above, also when only the checkpoints tell
   */
  public static JournalCheck live(Registry registry, List<Checkpoint> witnessed) {
    return registry.read(tx -> new Walk(tx, witnessed).check());
  }

  /**
   * The same, in a transaction that is open.
   *
   * @throws IntegrityException as above
   */
  public static JournalCheck in(Transaction tx) {
    return new Walk(tx, List.of()).check();
  }

  /** One reading of the whole journal. */
  private static final class Walk {
    private final Transaction tx;
    private final CompactRange kept;
    private final CompactRange tree = CompactRange.empty();
    private final KeptCheckpoints witnessed;
    private long nodes;

    Walk(Transaction tx, List<Checkpoint> witnessed) {
      this.tx = tx;
      this.kept = Journal.tree(tx);
      this.witnessed = new KeptCheckpoints(witnessed);
    }

    JournalCheck check() {
      witnessed.grown(tree);
      tx.each(
          Journal.SQL.get("everything"),
          row -> record(row.getLong("sequence"), row.getString("record"), row.getBytes("leaf")));
      if (tree.size() != kept.size()) {
        throw new IntegrityException(
            "Record "
                + Math.min(tree.size(), kept.size())
                + " of the journal is the first that is "
                + (tree.size() < kept.size() ? "missing" : "too many")
                + ": the tree has "
                + kept.size()
                + " records.");
      }
      if (!Arrays.equals(tree.root(), kept.root())) {
        throw among(tree.firstUnlike(kept), tree.size());
      }
      witnessed.ended(tree.size());
      if (tx.number(Journal.SQL.get("countNodes")) != nodes) {
        throw new IntegrityException("The journal's tree has nodes that are not of its records.");
      }
      return new JournalCheck(tree.size(), HexFormat.of().formatHex(tree.root()));
    }

    private void record(long sequence, String record, byte[] leaf) {
      if (sequence != tree.size()) {
        throw new IntegrityException("Record " + tree.size() + " of the journal is missing.");
      }
      byte[] hash = Hash.leaf(record.getBytes(StandardCharsets.UTF_8));
      if (!Arrays.equals(hash, leaf)) {
        throw new IntegrityException("Record " + sequence + " of the journal was altered.");
      }
      if (!record.contains("\"sequence\":" + sequence + ",")) {
        throw new IntegrityException(
            "Record "
                + sequence
                + " of the journal is not the one that was written there: it was moved, added or"
                + " altered.");
      }
      tree.append(hash, this::node);
      witnessed.grown(tree);
    }

    private void node(int level, long position, byte[] hash) {
      if (level % Journal.TILE != 0) {
        return;
      }
      nodes++;
      boolean same =
          tx.first(
                  Journal.SQL.get("nodes"),
                  row -> row.getBytes("hash"),
                  level,
                  position,
                  position + 1)
              .filter(stored -> Arrays.equals(stored, hash))
              .isPresent();
      if (!same) {
        throw among(position << level, (position + 1) << level);
      }
    }

    private static IntegrityException among(long from, long to) {
      return new IntegrityException(
          "Of the records "
              + from
              + " to "
              + (to - 1)
              + " of the journal, one or more are not those from which its tree was made.");
    }
  }
}
