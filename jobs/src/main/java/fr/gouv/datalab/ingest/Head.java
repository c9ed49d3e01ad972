package fr.gouv.datalab.ingest;

import fr.gouv.datalab.dialects.ColumnLook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The first bytes of a text, decompressed: what its dialect is looked for in.
 *
 * @param bytes at most {@link #SIZE}
 * @param whole whether the text ends with them
 */
record Head(byte[] bytes, boolean whole) {
  static final int SIZE = 1 << 20;
  static final int RECORDS = 20_000;

  static Head of(FileSource source, boolean gzip) throws IOException {
    try (InputStream in = TextBody.open(source, gzip, 0)) {
      byte[] bytes = in.readNBytes(SIZE);
      return new Head(bytes, bytes.length < SIZE || in.read() < 0);
    }
  }

  /** What looking at records gave. */
  record Looked(List<ColumnLook> columns, long records, boolean quotes, boolean whole) {}

  /** The records of a CSV text, from its header on. */
  RecordSplitter records(char separator) {
    return new RecordSplitter(new ByteArrayInputStream(FileForm.withoutMark(bytes)), separator, 1);
  }

  /** Looks at the records of a CSV text after its header. */
  Looked csv(char separator, int width) {
    RecordSplitter records = records(separator);
    try {
      records.next();
      return look(records, width, whole);
    } catch (IOException e) {
      return new Looked(columns(width), 0, true, false);
    }
  }

  /** Looks at the first of any records, of that many fields. */
  static Looked look(Records records, int width, boolean whole) throws IOException {
    List<ColumnLook> columns = columns(width);
    long looked = 0;
    boolean quotes = false;
    boolean more = true;
    try {
      while (looked < RECORDS && (more = records.next())) {
        if (records.malformed() || records.fields() != width) {
          looked++;
          continue;
        }
        for (int i = 0; i < width; i++) {
          columns.get(i).take(records.buffer(), records.from(i), records.to(i));
          quotes |= isQuoted(records, i);
        }
        looked++;
      }
    } catch (UnclosedRecordException e) {
      // The head ends inside a record, or a quote is never closed: the reading will say which.
      more = true;
    }
    return new Looked(columns, looked, quotes, whole && !more);
  }

  private static boolean isQuoted(Records records, int field) {
    int before = records.from(field) - 1;
    return records instanceof RecordSplitter
        && before >= 0
        && records.to(field) < records.buffer().length
        && records.buffer()[before] == '"'
        && records.buffer()[records.to(field)] == '"';
  }

  private static List<ColumnLook> columns(int width) {
    List<ColumnLook> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      columns.add(new ColumnLook());
    }
    return columns;
  }
}
