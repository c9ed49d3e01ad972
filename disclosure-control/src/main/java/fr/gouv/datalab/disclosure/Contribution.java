package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.List;

/**
 * What one unit contributes to one finest cell. Confidential, and its numbers are shown nowhere.
 *
 * @param codes the cell
 * @param unit the unit's number
 * @param holding its owner's; the unit's own when it has none
 * @param value the contribution
 * @param weight the sampling weight
 * @param asked whether the unit asked to be protected
 * @param waived whether it agreed to be estimated
 * @param line where it stands in the file
 */
record Contribution(
    List<String> codes,
    String unit,
    String holding,
    BigDecimal value,
    BigDecimal weight,
    boolean asked,
    boolean waived,
    long line) {}
