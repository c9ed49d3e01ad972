package fr.gouv.datalab.rotations;

/**
 * A table that stands whole under the new version of the lake's key.
 *
 * @param room where it stands
 * @param dataset whose table it is
 * @param sourceCommit the commit of the old table that it is a copy of
 * @param rows how many
 */
public record Rewritten(Room room, String dataset, long sourceCommit, long rows) {}
