package fr.gouv.datalab.journal;

import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Makes proofs on the live journal, from its stored nodes: each reads a number of hashes that grows
 * with the logarithm of the journal, not with the journal.
 */
public final class JournalProofs {
  private final Transaction tx;
  private final Checkpoint checkpoint;
  private final Map<Subtree, byte[]> known = new HashMap<>();

  /** The leaves from one to another, the last one excluded. */
  private record Subtree(long from, long to) {}

  private JournalProofs(Transaction tx) {
    this.tx = tx;
    this.checkpoint = Checkpoint.now(tx);
  }

  /** The proofs of the journal as it stands in a transaction. */
  public static JournalProofs in(Transaction tx) {
    return new JournalProofs(tx);
  }

  /** The tree on which these proofs are. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /**
   * Proves that a record is in the journal.
   *
   * @throws UsageException when there is no such record
   * @throws IntegrityException when the journal's own nodes do not agree with its root
   */
  public ProvedRecord record(long sequence) {
    long size = checkpoint.size();
    String record =
        tx.first(Journal.SQL.get("records"), row -> row.getString("record"), sequence, sequence + 1)
            .orElseThrow(
                () ->
                    new UsageException(
                        "There is no record "
                            + sequence
                            + ": the journal has records 0 to "
                            + (size - 1)
                            + "."));
    List<String> path = new ArrayList<>();
    path(sequence, 0, size, path);
    InclusionProof proof = new InclusionProof(sequence, size, path);
    proof.verify(record, checkpoint.root());
    return new ProvedRecord(record, proof);
  }

  /** RFC 6962, 2.1.1: PATH(m, D[n]). */
  private void path(long at, long from, long to, List<String> path) {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (at < middle) {
      path(at, from, middle, path);
      path.add(HexFormat.of().formatHex(hash(middle, to)));
    } else {
      path(at, middle, to, path);
      path.add(HexFormat.of().formatHex(hash(from, middle)));
    }
  }

  /**
   * Proves that the journal continues the one it was at an older size.
   *
   * @throws UsageException when the journal never had that size
   */
  public ConsistencyProof since(long older) {
    long size = checkpoint.size();
    if (older < 0 || older > size) {
      throw new UsageException("The journal has " + size + " records: it never had " + older + ".");
    }
    List<String> path = new ArrayList<>();
    if (older > 0 && older < size) {
      subproof(older, 0, size, true, path);
    }
    return new ConsistencyProof(older, size, path);
  }

  /** The root that the journal had at an older size, in hexadecimal. */
  public String rootAt(long older) {
    return HexFormat.of().formatHex(older == 0 ? Hash.empty() : hash(0, older));
  }

  /** RFC 6962, 2.1.2: SUBPROOF(m, D[n], b). */
  private void subproof(long older, long from, long to, boolean whole, List<String> path) {
    if (older == to) {
      if (!whole) {
        path.add(HexFormat.of().formatHex(hash(from, to)));
      }
      return;
    }
    long middle = from + split(to - from);
    if (older <= middle) {
      subproof(older, from, middle, whole, path);
      path.add(HexFormat.of().formatHex(hash(middle, to)));
    } else {
      subproof(older, middle, to, false, path);
      path.add(HexFormat.of().formatHex(hash(from, middle)));
    }
  }

  /** The largest power of two below a size. */
  private static long split(long size) {
    return Long.highestOneBit(size - 1);
  }

  /** The hash of a subtree: read or computed once for all that is proved here. */
  private byte[] hash(long from, long to) {
    Subtree subtree = new Subtree(from, to);
    byte[] hash = known.get(subtree);
    if (hash == null) {
      hash = compute(from, to);
      known.put(subtree, hash);
    }
    return hash;
  }

  private byte[] compute(long from, long to) {
    long size = to - from;
    if (Long.bitCount(size) > 1) {
      long middle = from + split(size);
      return Hash.node(hash(from, middle), hash(middle, to));
    }
    int level = Long.numberOfTrailingZeros(size);
    int stored = level - level % Journal.TILE;
    List<byte[]> hashes = stored(stored, from >> stored, to >> stored);
    if (hashes.size() != (size >> stored)) {
      throw new IntegrityException("A node of the journal's tree is missing.");
    }
    while (hashes.size() > 1) {
      List<byte[]> above = new ArrayList<>(hashes.size() / 2);
      for (int i = 0; i < hashes.size(); i += 2) {
        above.add(Hash.node(hashes.get(i), hashes.get(i + 1)));
      }
      hashes = above;
    }
    return hashes.get(0);
  }

  private List<byte[]> stored(int level, long from, long to) {
    return level == 0
        ? tx.list(Journal.SQL.get("leaves"), row -> row.getBytes("leaf"), from, to)
        : tx.list(Journal.SQL.get("nodes"), row -> row.getBytes("hash"), level, from, to);
  }
}
