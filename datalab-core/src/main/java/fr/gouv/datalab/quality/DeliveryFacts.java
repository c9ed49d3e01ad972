package fr.gouv.datalab.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is kept of what a delivery was like; its report is written from it.
 *
 * @param files how each was written, in the order of the delivery
 * @param changes of the columns since the last delivery
 * @param repaired values that got their leading zeros back, of the rows in the lake
 * @param every of the rows, one in so many was counted for the distributions
 * @param columns their figures, in the contract's order
 * @param causes why rows were refused, the rare ones together
 */
public record DeliveryFacts(
    List<FileFacts> files,
    List<ColumnChange> changes,
    Map<String, Long> repaired,
    long every,
    List<ColumnFigures> columns,
    List<Cell> causes) {

  /**
   * How a file was written.
   *
   * @param number in the delivery
   * @param dialect each property of the writing, by its name
   * @param columns it had, in its order
   * @param remarks sentences that a person should read
   */
  public record FileFacts(
      int number, Map<String, String> dialect, List<SeenColumn> columns, List<Remark> remarks) {
    /** Copies the lists. */
    public FileFacts {
      dialect = new LinkedHashMap<>(dialect);
      columns = List.copyOf(columns);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * A column of a file.
   *
   * @param name under the contract's name where the contract has it
   * @param form of its values: {@code empty}, {@code integer}, {@code decimal}, {@code date},
   *     {@code boolean} or {@code text}
   */
  public record SeenColumn(String name, String form) {}

  /** Copies the lists. */
  public DeliveryFacts {
    files = List.copyOf(files);
    changes = List.copyOf(changes);
    repaired = new TreeMap<>(repaired);
    columns = List.copyOf(columns);
    causes = List.copyOf(causes);
  }

  /** How many values were mended. */
  public long repairedValues() {
    return repaired.values().stream().mapToLong(Long::longValue).sum();
  }
}
