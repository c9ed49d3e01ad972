package fr.gouv.datalab.replays;

/**
 * A file of corrected rows, in the place of refused ones.
 *
 * @param sha256 of its bytes, lower-case hexadecimal: its name is not kept, it could name someone
 * @param file the delivered file whose lines it corrects, from 1
 */
public record Correction(String sha256, int file) {}
