package fr.gouv.datalab.releases;

import java.time.Instant;

/**
 * What someone wrote on a release.
 *
 * @param sequence the journal's record of it
 * @param round the submission it is about; 0 before the first
 * @param person who wrote it
 * @param time when
 * @param output the table it is about; empty: the release
 * @param cell the cell, its codes joined by {@code |}; empty: the whole table
 * @param comment what was written
 */
public record ReleaseComment(
    long sequence,
    long round,
    String person,
    Instant time,
    String output,
    String cell,
    String comment) {}
