package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.List;

/**
 * One cell of a table as the rules see it. Confidential.
 *
 * @param codes one for each dimension
 * @param figures the true figures
 * @param largest the largest contributions that are known
 * @param reason what hides it by itself, decisions on single cells included
 */
public record JudgedCell(
    List<String> codes, List<BigDecimal> figures, List<BigDecimal> largest, Reason reason) {}
