package fr.gouv.datalab.disclosure;

/**
 * One thing a reader must hold possible: that a cell's figure lies further up, or down.
 *
 * @param cell the cell
 * @param figure which of its figures
 * @param up up or down
 * @param need how far, in the figure's units
 * @param known what this reader knows besides what is published
 */
record Requirement(int cell, int figure, boolean up, long need, Coalition known) {}
