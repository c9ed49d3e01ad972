package fr.gouv.datalab.ingest;

import java.util.List;

/**
 * The records of one surveyed file.
 *
 * @param header names of the fields, in lower case
 * @param ignored those that the contract does not have
 * @param chunks the file in runs of whole records
 * @param records how many
 */
record Body(List<String> header, List<String> ignored, List<Chunk> chunks, long records) {}
