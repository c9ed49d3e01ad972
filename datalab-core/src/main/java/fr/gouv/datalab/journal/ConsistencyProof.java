package fr.gouv.datalab.journal;

import fr.gouv.datalab.refusals.IntegrityException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/**
 * Shows that a journal only grew between two sizes (RFC 9162, section 2.1.4): nothing that stood
 * under the older root was altered or removed.
 *
 * @param from number of records of the older tree
 * @param to number of records of the newer tree
 * @param path SHA-256 hashes in hexadecimal
 */
public record ConsistencyProof(long from, long to, List<String> path) {

  /** Copies the path. */
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /**
   * Checks that the newer tree continues the older one (RFC 9162, 2.1.4.2).
   *
   * @param fromRoot root of the older tree, in hexadecimal
   * @param toRoot root of the newer tree, in hexadecimal
   * @throws IntegrityException when it does not
   */
  public void verify(String fromRoot, String toRoot) {
    if (from < 0 || from > to) {
      throw broken();
    }
    if (from == 0 || from == to) {
      boolean holds = path.isEmpty() && (from == 0 || fromRoot.equals(toRoot));
      if (!holds) {
        throw broken();
      }
      return;
    }
    Iterator<String> steps = path.iterator();
    boolean wholeTree = (from & (from - 1)) == 0;
    byte[] older = wholeTree ? Hash.read(fromRoot) : next(steps);
    byte[] newer = older;
    long at = from - 1;
    long last = to - 1;
    while ((at & 1) == 1) {
      at >>= 1;
      last >>= 1;
    }
    while (steps.hasNext()) {
      if (last == 0) {
        throw broken();
      }
      byte[] beside = next(steps);
      if ((at & 1) == 1 || at == last) {
        older = Hash.node(beside, older);
        newer = Hash.node(beside, newer);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        newer = Hash.node(newer, beside);
      }
      at >>= 1;
      last >>= 1;
    }
    HexFormat hex = HexFormat.of();
    if (last != 0
        || !hex.formatHex(older).equals(fromRoot)
        || !hex.formatHex(newer).equals(toRoot)) {
      throw broken();
    }
  }

  private byte[] next(Iterator<String> steps) {
    if (!steps.hasNext()) {
      throw broken();
    }
    return Hash.read(steps.next());
  }

  private IntegrityException broken() {
    return new IntegrityException(
        "The journal of " + to + " records does not continue the one of " + from + ".");
  }
}
