package fr.gouv.datalab.journal;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Transaction;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a signed note says of the journal: how many records it has, and under which root.
 *
 * @param size number of records
 * @param root SHA-256 root, in hexadecimal
 */
public record Checkpoint(long size, String root) {
  static final String ORIGIN = "datalab/journal";

  /** Who signs as the journal. */
  public static final String SIGNER = "datalab-journal";

  /** The journal's own key. */
  public static final KeyName KEY = KeyName.sign("journal");

  /** The journal as it stands in a transaction. */
  public static Checkpoint now(Transaction tx) {
    CompactRange tree = Journal.tree(tx);
    return new Checkpoint(tree.size(), HexFormat.of().formatHex(tree.root()));
  }

  /** The note's text: origin, size, root in base64. */
  public String text() {
    return ORIGIN
        + "\n"
        + size
        + "\n"
        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(root))
        + "\n";
  }

  /** The note signed by the journal's key, which is drawn at first use. */
  public String sign(KeyStore keys) {
    keys.create(KEY);
    return SignedNote.sign(text(), SIGNER, keys.publicKey(KEY), keys.signer(KEY));
  }

  /** The verifier key of the journal. */
  public static String verifierKey(KeyStore keys) {
    keys.create(KEY);
    return SignedNote.verifierKey(SIGNER, keys.publicKey(KEY));
  }

  /**
   * Reads a note that a verifier key signed.
   *
   * @throws IntegrityException when the key signed no such note, or it is no journal's
   */
  public static Checkpoint open(String note, String verifierKey) {
    String[] lines = SignedNote.open(note, verifierKey).split("\n");
    try {
      if (lines.length == 3 && lines[0].equals(ORIGIN)) {
        byte[] root = Base64.getDecoder().decode(lines[2]);
        return new Checkpoint(Long.parseLong(lines[1]), HexFormat.of().formatHex(root));
      }
    } catch (IllegalArgumentException e) {
      throw new IntegrityException("The checkpoint is not that of a datalab's journal.", e);
    }
    throw new IntegrityException("The checkpoint is not that of a datalab's journal.");
  }
}
