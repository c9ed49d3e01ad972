package fr.gouv.datalab.disclosure;

import java.util.List;

/**
 * A cell that a rule would hide and that someone let be shown.
 *
 * @param codes the cell
 * @param rule what would hide it; {@link Reason#SHOWN} when nothing would
 * @param reason why it may be shown
 * @param by who said so
 */
public record Waiver(List<String> codes, Reason rule, String reason, String by) {}
