package fr.gouv.datalab.sample;

import fr.gouv.datalab.sample.defects.DefectPlan;
import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.files.Table;
import java.util.List;

/**
 * Where a file's records come from, item by item: a household, a training, a person. Safe for any
 * thread.
 */
public interface Source {
  /** The file. */
  Table table();

  /** Which of its rows are wrong. */
  DefectPlan plan();

  /** How many items there are; an item gives any number of rows. */
  long items();

  /** The truth files that are written beside, in the order that rows are added to them. */
  default List<Aside> asides() {
    return List.of();
  }

  /** Writes an item's rows. */
  void write(long item, Recorder recorder);

  /**
   * A truth file written beside a table.
   *
   * @param file name below {@code truth/}
   * @param header its first line
   */
  record Aside(String file, String header) {}
}
