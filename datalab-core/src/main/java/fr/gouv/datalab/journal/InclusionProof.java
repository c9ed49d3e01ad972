package fr.gouv.datalab.journal;

import fr.gouv.datalab.refusals.IntegrityException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Shows that a record is in the journal of a given size (RFC 9162, section 2.1.3): the hashes
 * beside the way from its leaf to the root, as many as the logarithm of the size.
 *
 * @param index the record's number, the first being 0
 * @param size number of records of the tree
 * @param path SHA-256 hashes in hexadecimal, from the leaf upwards
 */
public record InclusionProof(long index, long size, List<String> path) {

  /** Copies the path. */
  public InclusionProof {
    path = List.copyOf(path);
  }

  /**
   * Checks that a record is under a root.
   *
   * @param record the record's canonical text
   * @param root the tree's root in hexadecimal, from a checkpoint whose signature holds
   * @throws IntegrityException when it is not there at this index
   */
  public void verify(String record, String root) {
    byte[] hash = Hash.leaf(record.getBytes(StandardCharsets.UTF_8));
    if (!HexFormat.of().formatHex(root(hash)).equals(root)) {
      throw new IntegrityException(
          "Record " + index + " is not in the journal that the checkpoint signs.");
    }
  }

  /** The root that the path leads to from a leaf's hash (RFC 9162, 2.1.3.2). */
  byte[] root(byte[] leaf) {
    if (index < 0 || index >= size) {
      throw malformed();
    }
    long at = index;
    long last = size - 1;
    byte[] hash = leaf;
    for (String step : path) {
      if (last == 0) {
        throw malformed();
      }
      byte[] beside = Hash.read(step);
      if ((at & 1) == 1 || at == last) {
        hash = Hash.node(beside, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        hash = Hash.node(hash, beside);
      }
      at >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      throw malformed();
    }
    return hash;
  }

  private IntegrityException malformed() {
    return new IntegrityException(
        "The inclusion proof of record " + index + " does not fit a tree of " + size + ".");
  }
}
