/**
 * Differentially private noise, sampled exactly, and the ledger of what has been spent.
 *
 * <p>A privacy loss is measured in zero-concentrated differential privacy (Bun and Steinke, 2016):
 * losses on one population add up, and the ledger refuses what would pass the budget.
 */
package fr.gouv.datalab.disclosure.noise;
