package fr.gouv.datalab.ingest;

import java.util.List;

/**
 * The records of one surveyed file.
 *
 * @param columns of the file
 * @param look what was seen of it before it was read
 * @param chunks the file in runs of whole records
 * @param records how many
 */
record Body(FileColumns columns, FileLook look, List<Chunk> chunks, long records) {}
