package fr.gouv.datalab.quality;

import java.util.List;

/**
 * A class of values of a column, with how many rows are in it: rows of at least {@link
 * Tally#ENOUGH} persons. The cells of a column are a partition of its rows, so that no difference
 * between figures is about fewer.
 *
 * @param label in French
 * @param from first number of an ordered class, null where it is open or there is no order
 * @param to the number after its last, null where it is open or there is no order
 * @param codes the codes in it where there is no order; null for all the others
 * @param absent whether rows without a value are in it
 * @param rows how many
 */
public record Cell(
    String label, Long from, Long to, List<String> codes, boolean absent, long rows) {
  /** Copies the codes. */
  public Cell {
    codes = codes == null ? null : List.copyOf(codes);
  }

  Cell withAbsent(long more) {
    return new Cell(label + ", ou absente", from, to, codes, true, rows + more);
  }
}
