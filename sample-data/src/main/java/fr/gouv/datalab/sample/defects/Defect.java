package fr.gouv.datalab.sample.defects;

import fr.gouv.datalab.sample.files.Row;

/**
 * One way in which a row can be wrong.
 *
 * @param rule name of the intake's rule that must refuse the row
 * @param column column that the intake must name, empty for {@code colonnes}
 * @param weight how often, against the other defects of the table
 * @param textual true when only a text file can hold it
 * @param change what it does to the row
 */
public record Defect(String rule, String column, double weight, boolean textual, Change change) {

  /** Name of the rule for a second row with the same key. */
  public static final String DUPLICATE = "doublon";

  /** Changes a row that was sound until then. */
  @FunctionalInterface
  public interface Change {
    /** Makes the row wrong; {@code bits} decide how. */
    void apply(Row row, long bits);
  }

  /** True when the row itself is sound and comes twice. */
  public boolean duplicate() {
    return rule.equals(DUPLICATE);
  }
}
