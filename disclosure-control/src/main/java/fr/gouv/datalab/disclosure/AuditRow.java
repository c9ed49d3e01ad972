package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.List;

/**
 * What is known of one hidden cell, for reviewers only.
 *
 * @param codes its codes, dimension by dimension
 * @param reason why it is hidden
 * @param figures each figure's true value and the interval that a reader infers
 */
public record AuditRow(List<String> codes, Reason reason, List<Range> figures) {

  /**
   * One figure of a hidden cell.
   *
   * @param value the true value
   * @param lower the least that a reader must hold possible; infinite when nothing bounds it
   * @param upper the most
   */
  public record Range(BigDecimal value, double lower, double upper) {

    /** How wide the interval is. */
    public double width() {
      return upper - lower;
    }
  }
}
