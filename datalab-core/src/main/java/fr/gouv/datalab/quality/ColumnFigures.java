package fr.gouv.datalab.quality;

import java.util.List;

/**
 * The figures of one column, protected.
 *
 * @param name of the column
 * @param type as the contract writes it
 * @param sensitivity as the contract writes it
 * @param measure by which its values are counted
 * @param rows of the cells: all that were accepted, or those of the sample
 * @param absent rows without a value, or -1 where they are too few to be told
 * @param repaired values that got their leading zeros back, or -1 where they are too few to be told
 * @param cells of its rows; empty where there are too few
 */
public record ColumnFigures(
    String name,
    String type,
    String sensitivity,
    Measure measure,
    long rows,
    long absent,
    long repaired,
    List<Cell> cells) {
  /** Copies the cells. */
  public ColumnFigures {
    cells = List.copyOf(cells);
  }
}
