package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.OpenRecords;
import fr.gouv.datalab.ingest.RowFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows that one pass makes of one chunk of a file. */
final class RecordRows implements Iterator<InternalRow>, AutoCloseable {
  private final OpenRecords open;
  private final Pass.Task task;
  private int rows;
  private int given;
  private boolean ended;

  RecordRows(Chunk chunk, RowFormat format, Pass.Task task) {
    this.task = task;
    try {
      open = chunk.open(format);
    } catch (IOException e) {
      throw new UncheckedIOException("A delivered file can no longer be read.", e);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      while (given == rows) {
        if (ended || !open.records().next()) {
          end();
          return false;
        }
        rows = task.take(open.records());
        given = 0;
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("A delivered file changed while it was read.", e);
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      task.end();
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
      open.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
