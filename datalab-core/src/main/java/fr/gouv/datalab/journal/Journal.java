package fr.gouv.datalab.journal;

import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/**
 * Adds acts to the journal, inside the transaction that does them: after a crash there is the act
 * and its record, or neither.
 */
public final class Journal {

  /**
   * Inner nodes are stored every four levels; a proof computes each of those between from eight
   * stored ones at the most. With every eighth, it read pages of records; with every one, an append
   * would write twice as much.
   */
  static final int TILE = 4;

  static final Statements SQL = Statements.beside(Journal.class, "journal.sql");

  private Journal() {}

  /**
   * Records an act.
   *
   * @param tx the transaction of the registry in which the act itself happens
   * @return the record's number in the journal; the first is 0
   */
  public static long append(Transaction tx, Act act) {
    return appendAll(tx, List.of(act));
  }

  /**
   * Records the acts of one transaction, in their order; the tree is read and written once for all.
   *
   * @return the first one's number in the journal; the others follow
   */
  public static long appendAll(Transaction tx, Iterable<Act> acts) {
    CompactRange tree = tree(tx);
    long first = tree.size();
    for (Act act : acts) {
      long sequence = tree.size();
      String record = record(sequence, tx, act);
      byte[] leaf = Hash.leaf(record.getBytes(StandardCharsets.UTF_8));
      tree.append(
          leaf,
          (level, position, hash) -> {
            if (level % TILE == 0) {
              tx.update(SQL.get("insertNode"), level, position, hash);
            }
          });
      tx.update(SQL.get("insertRecord"), sequence, record, leaf);
    }
    tx.update(SQL.get("updateTree"), tree.size(), tree.bytes());
    return first;
  }

  static CompactRange tree(Transaction tx) {
    return tx.first(
            SQL.get("tree"), row -> CompactRange.of(row.getLong("size"), row.getBytes("peaks")))
        .orElseThrow();
  }

  private static String record(long sequence, Transaction tx, Act act) {
    TreeMap<String, Object> members = new TreeMap<>();
    members.put("details", act.details());
    members.put("object", act.object());
    members.put("person", act.person());
    members.put("sequence", sequence);
    members.put("time", tx.now().toString());
    members.put("verb", act.verb());
    return CanonicalJson.of(members);
  }
}
