package fr.gouv.datalab.disclosure.rounding;

/**
 * A table of multiples of the base (or, with small counts alone rounded, of which no finest cell is
 * between zero and the base) that adds up.
 *
 * @param values of every cell, margins included
 * @param distance the largest distance of a cell from its true value
 * @param controlled whether every cell went to one of the two multiples next to it
 */
public record RoundedTable(long[] values, long distance, boolean controlled) {}
