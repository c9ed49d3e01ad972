package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.RecordSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows that one pass makes of one chunk of a file. */
final class RecordRows implements Iterator<InternalRow>, AutoCloseable {
  private final InputStream in;
  private final RecordSplitter records;
  private final Pass.Task task;
  private int rows;
  private int given;

  RecordRows(Chunk chunk, char separator, Pass.Task task) {
    this.task = task;
    try {
      in = open(chunk);
      records = new RecordSplitter(in, separator, chunk.firstLine());
    } catch (IOException e) {
      throw new UncheckedIOException("A delivered file can no longer be read.", e);
    }
  }

  private static InputStream open(Chunk chunk) throws IOException {
    if (!chunk.gzip()) {
      return new Bounded(chunk.source().open(chunk.offset()), chunk.length());
    }
    InputStream text = new GZIPInputStream(chunk.source().open(0), 1 << 16);
    text.skipNBytes(chunk.offset());
    return text;
  }

  @Override
  public boolean hasNext() {
    try {
      while (given == rows) {
        if (!records.next()) {
          return false;
        }
        rows = task.take(records);
        given = 0;
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("A delivered file changed while it was read.", e);
    }
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return task.row(given++);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
