package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.quality.Remark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;

/**
 * Surveys a text: its records counted, cut into chunks, their keys noted.
 *
 * <p>A file is cut at guesses, each after a line break, and its pieces are read side by side. A
 * guess stands only where the piece before it really ends; a piece that was guessed to begin inside
 * a quoted field is read again. So the records are those of one reading from the start, always.
 */
final class TextBody {
  private final Contract contract;
  private final FileChecks checks;
  private final KeyNotes keys;
  private final ExecutorService threads;
  private final long piece;
  private final int file;
  private final FileSource source;
  private final boolean gzip;
  private final FileForm form;
  private final Charset charset;

  private FileColumns columns = new FileColumns(List.of(), List.of(), List.of(), List.of());
  private FileDialect dialect;
  private final List<Chunk> chunks = new ArrayList<>();
  private final BitSet met = new BitSet();
  private long records;
  private long at;
  private long line = 1;

  /**
   * A text to survey once.
   *
   * @param piece bytes of a piece
   * @param file its place in the delivery
   */
  TextBody(
      Contract contract,
      KeyNotes keys,
      ExecutorService threads,
      long piece,
      int file,
      FileSource source,
      boolean gzip,
      FileForm form,
      Charset charset) {
    this.contract = contract;
    this.checks = new FileChecks(contract);
    this.keys = keys;
    this.threads = threads;
    this.piece = piece;
    this.file = file;
    this.source = source;
    this.gzip = gzip;
    this.form = form;
    this.charset = charset;
    dialect = FileDialect.of(contract, form, charset);
  }

  Body of(String label) throws IOException {
    Head head = Head.of(source, gzip);
    return form == FileForm.JSON_LINES ? jsonLines(label, head) : csv(label, head);
  }

  private Body jsonLines(String label, Head head) throws IOException {
    columns = JsonColumns.of(contract, head);
    count();
    checks.met(label, columns.header(), met);
    Head.Looked looked =
        Head.look(
            new JsonRecords(new ByteArrayInputStream(head.bytes()), columns.names(), 1),
            columns.names().size(),
            head.whole());
    return new Body(columns, look(head, looked, List.of()), chunks, records);
  }

  private Body csv(String label, Head head) throws IOException {
    DialectFinder finder = new DialectFinder(label, contract);
    dialect = new FileDialect(charset, finder.separator(head), dialect.decimal(), dialect.dates());
    try (InputStream in = open(source, gzip, 0)) {
      RecordSplitter first = new RecordSplitter(in, dialect.separator(), 1);
      if (!first.next()) {
        throw checks.empty(label);
      }
      columns = checks.header(label, first, dialect);
      at = first.nextOffset();
      line = first.nextLine();
    }
    Head.Looked looked = head.csv(dialect.separator(), columns.names().size());
    List<Remark> remarks = new ArrayList<>();
    dialect = finder.dialect(FileLook.seen(columns.header(), looked), dialect, remarks);
    remarks.addAll(LostZeros.of(contract, head, RowFormat.of(contract, columns, form, dialect)));
    count();
    return new Body(columns, look(head, looked, remarks), chunks, records);
  }

  private FileLook look(Head head, Head.Looked looked, List<Remark> remarks) {
    boolean mark = FileForm.withoutMark(head.bytes()).length < head.bytes().length;
    return FileLook.of(form, gzip, mark, dialect, columns, looked, remarks);
  }

  /** Opens a text at one of its bytes. */
  static InputStream open(FileSource source, boolean gzip, long from) throws IOException {
    if (!gzip) {
      return source.open(from);
    }
    InputStream text = new GZIPInputStream(source.open(0), 1 << 16);
    text.skipNBytes(from);
    return text;
  }

  private void count() throws IOException {
    long size = source.size();
    if (gzip || size - at <= piece) {
      keep(stretch(at, Long.MAX_VALUE, line));
      return;
    }
    List<Future<Stretch>> guessed = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    for (long start = at; start < size; start += piece) {
      long from = start;
      long until = Math.min(size, start + piece);
      boolean known = start == at;
      ends.add(until);
      guessed.add(threads.submit(() -> guessed(from, until, known)));
    }
    for (int i = 0; i < ends.size(); i++) {
      Stretch found = Survey.result(guessed.get(i));
      if (found != null && found.start() == at) {
        keep(found);
      } else if (at < ends.get(i)) {
        keep(stretch(at, ends.get(i), line));
      }
    }
  }

  /** Null when it cannot be cut into records from there: then a record does not start there. */
  private Stretch guessed(long from, long until, boolean known) throws IOException {
    long start = known ? from : Stretch.guess(source, from, until);
    try {
      return stretch(start, until, 1);
    } catch (UnclosedRecordException e) {
      return null;
    }
  }

  private Stretch stretch(long start, long until, long firstLine) throws IOException {
    KeyNotes.Visitor visitor = keys.visitor(columns, form, dialect);
    try (InputStream in = open(source, gzip, start)) {
      if (form == FileForm.CSV) {
        RecordSplitter text = new RecordSplitter(in, dialect.separator(), firstLine);
        return Stretch.count(text, start, until, firstLine, visitor);
      }
      JsonRecords text = new JsonRecords(in, columns.names(), firstLine);
      Stretch found = Stretch.count(text, start, until, firstLine, visitor);
      synchronized (met) {
        met.or(text.met());
      }
      return found;
    }
  }

  private void keep(Stretch found) {
    if (found.records() > 0) {
      chunks.add(new Chunk(file, source, gzip, found.start(), found.end() - found.start(), line));
      records += found.records();
    }
    line += found.lines();
    at = found.end();
  }
}
