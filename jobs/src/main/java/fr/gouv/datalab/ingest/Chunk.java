package fr.gouv.datalab.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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
    implements Serializable {
  /** A task is not worth starting for less. */
  private static final long LEAST = 8L << 20;

  /** A task that fails starts again from here. */
  private static final long MOST = 128L << 20;

  /**
   * The same records in fewer chunks, about as long as each other: neighbours in a file are joined.
   *
   * @param tasks that run side by side
   */
  public static List<Chunk> joined(List<Chunk> chunks, int tasks) {
    long total = Math.max(1, chunks.stream().mapToLong(Chunk::length).sum());
    long wanted = Math.max(tasks, (total + MOST - 1) / MOST);
    long shares = Math.max(1, Math.min(wanted, total / LEAST));
    List<Chunk> joined = new ArrayList<>();
    long before = 0;
    long lastShare = -1;
    for (Chunk chunk : chunks) {
      long share = (long) ((before + chunk.length / 2.0) * shares / total);
      before += chunk.length;
      Chunk last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (share == lastShare && last.file == chunk.file) {
        joined.set(joined.size() - 1, last.with(chunk));
      } else {
        joined.add(chunk);
      }
      lastShare = share;
    }
    return joined;
  }

  /** Opens the records of the chunk. Closing the stream given closes what they are read from. */
  public OpenRecords open(RowFormat format) throws IOException {
    if (format.form() == FileForm.PARQUET) {
      ParquetRecords rows =
          new ParquetRecords(source, offset, offset + length, format.names(), firstLine);
      return new OpenRecords(rows, rows);
    }
    InputStream text = TextBody.open(source, gzip, offset);
    InputStream part = gzip ? text : new Bounded(text, length);
    return new OpenRecords(
        format.form() == FileForm.CSV
            ? new RecordSplitter(part, format.separator(), firstLine)
            : new JsonRecords(part, format.names(), firstLine),
        part);
  }

  private Chunk with(Chunk next) {
    return new Chunk(file, source, gzip, offset, next.offset + next.length - offset, firstLine);
  }
}
