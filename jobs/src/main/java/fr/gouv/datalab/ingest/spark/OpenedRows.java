package fr.gouv.datalab.ingest.spark;

import com.google.crypto.tink.HybridDecrypt;
import fr.gouv.datalab.ingest.KeptRecord;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.vault.Envelope;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows that one pass makes of sealed records, in one task. Not thread-safe. */
final class OpenedRows implements Iterator<InternalRow> {
  private final Iterator<Row> sealed;
  private final HybridDecrypt key;
  private final Map<Integer, RowFormat> formats;
  private final Pass pass;
  private final Map<String, Envelope> lots = new HashMap<>();
  private final Map<Integer, Pass.Task> tasks = new HashMap<>();
  private final Map<Integer, KeptRecord> records = new HashMap<>();
  private Pass.Task task;
  private int rows;
  private int given;
  private boolean ended;

  /**
   * Rows of sealed records.
   *
   * @param sealed {@code fichier, ligne, lot, numero, entete, scelle}
   * @param formats of the files, by their place
   */
  OpenedRows(Iterator<Row> sealed, HybridDecrypt key, Map<Integer, RowFormat> formats, Pass pass) {
    this.sealed = sealed;
    this.key = key;
    this.formats = formats;
    this.pass = pass;
  }

  @Override
  public boolean hasNext() {
    while (given == rows) {
      if (!sealed.hasNext()) {
        end();
        return false;
      }
      rows = take(sealed.next());
      given = 0;
    }
    return true;
  }

  private int take(Row row) {
    int file = row.getInt(0);
    RowFormat format = formats.get(file);
    task = tasks.computeIfAbsent(file, place -> pass.begin(format, place));
    Envelope envelope =
        lots.computeIfAbsent(
            row.getString(2), lot -> Envelope.open(lot, row.<byte[]>getAs(4), key));
    byte[] content = envelope.open(row.getInt(3), row.<byte[]>getAs(5));
    KeptRecord record =
        records.computeIfAbsent(file, place -> new KeptRecord(format.header().size()));
    return task.take(record.read(content, row.getLong(1)));
  }

  private void end() {
    if (!ended) {
      ended = true;
      tasks.values().forEach(Pass.Task::end);
    }
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return task.row(given++);
  }
}
