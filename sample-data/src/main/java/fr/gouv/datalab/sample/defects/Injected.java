package fr.gouv.datalab.sample.defects;

/**
 * A defect that was written.
 *
 * @param line lines before the record, within its run of records
 */
public record Injected(long line, String column, String rule) {}
