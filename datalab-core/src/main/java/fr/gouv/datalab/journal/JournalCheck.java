package fr.gouv.datalab.journal;

import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Recomputes a journal's Merkle tree from its records and compares it with what was kept. Memory
 * does not grow with the journal.
 *
 * @param records number of records
 * @param root SHA-256 root of the tree, in hexadecimal
 */
public record JournalCheck(long records, String root) {
  private static final int PAGE = 1_000;

  /**
   * Checks the journal of a registry.
   *
   * @throws IntegrityException naming the first record that was altered, removed or added
   */
  public static JournalCheck live(Registry registry) {
    return registry.read(JournalCheck::check);
  }

  private static JournalCheck check(Transaction tx) {
    CompactRange kept = Journal.tree(tx);
    CompactRange tree = CompactRange.empty();
    while (true) {
      long from = tree.size();
      List<Line> page =
          tx.list(
              Journal.SQL.get("records"),
              row ->
                  new Line(row.getLong("sequence"), row.getString("record"), row.getBytes("leaf")),
              from,
              from + PAGE);
      for (Line line : page) {
        if (line.sequence() != tree.size()) {
          throw new IntegrityException("Record " + tree.size() + " of the journal is missing.");
        }
        byte[] leaf = Hash.leaf(line.record().getBytes(StandardCharsets.UTF_8));
        if (!Arrays.equals(leaf, line.leaf())) {
          throw new IntegrityException(
              "Record " + line.sequence() + " of the journal was altered.");
        }
        tree.append(leaf, (level, position, hash) -> {});
      }
      if (page.isEmpty()) {
        break;
      }
    }
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
      throw new IntegrityException(
          "The journal's records are not those from which its tree was made.");
    }
    return new JournalCheck(tree.size(), HexFormat.of().formatHex(tree.root()));
  }

  private record Line(long sequence, String record, byte[] leaf) {}
}
