package fr.gouv.datalab.ingest;

import java.io.Serializable;

/**
 * A run of whole records of one file, read by one task.
 *
 * @param file place of the file in its delivery, from 1
 * @param source the file
 * @param gzip whether its bytes are compressed; then the chunk is the whole file
 * @param offset first byte, of the compressed file only when it is not compressed
 * @param length bytes
 * @param firstLine physical line of the first record
 */
public record Chunk(
    int file, FileSource source, boolean gzip, long offset, long length, long firstLine)
    implements Serializable {}
