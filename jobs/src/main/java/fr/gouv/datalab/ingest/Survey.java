package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The first look at a delivered file, before anything is written: is it what the contract says, how
 * many records has it, where may it be cut, which keys may stand twice? A wrong file is refused
 * here with a sentence, and nothing was kept of it. Constant memory, all cores.
 *
 * <p>A file is cut at guesses, each after a line break, and its pieces are read side by side. A
 * guess stands only where the piece before it really ends; a piece that was guessed to begin inside
 * a quoted field is read again. So the records are those of one reading from the start, always.
 */
public final class Survey implements AutoCloseable {
  private static final long PIECE = 8L << 20;

  private final Contract contract;
  private final FileChecks checks;
  private final KeySketch sketch = new KeySketch();
  private final ExecutorService threads;
  private final long piece;

  /**
   * A survey of the files of one delivery.
   *
   * @param cores that read side by side
   */
  public Survey(Contract contract, int cores) {
    this(contract, cores, PIECE);
  }

  /** The same, with pieces of that many bytes. */
  Survey(Contract contract, int cores, long piece) {
    this.contract = contract;
    this.piece = piece;
    checks = new FileChecks(contract);
    threads = Executors.newFixedThreadPool(cores + 1);
  }

  /** The keys that may stand more than once in the files surveyed so far. */
  public RepeatedKeys repeatedKeys() {
    return sketch.repeated();
  }

  /**
   * Surveys one file.
   *
   * @param number its place in the delivery, from 1
   * @param label how to name it in a sentence
   * @throws BadDataException when it is empty, binary, truncated, in another encoding, or lacks a
   *     column
   */
  public SurveyedFile of(int number, String label, FileSource source) {
    try {
      return survey(number, label, source);
    } catch (EOFException e) {
      throw new BadDataException(label + " is a truncated gzip file: deliver it again, whole.", e);
    } catch (ZipException e) {
      throw new BadDataException(
          label + " is a damaged gzip file (" + e.getMessage() + "): deliver it again.", e);
    } catch (UnclosedRecordException e) {
      throw new BadDataException(label + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadDataException(label + " cannot be read: is it there, and readable?", e);
    }
  }

  private SurveyedFile survey(int number, String label, FileSource source) throws IOException {
    byte[] magic;
    try (InputStream in = source.open(0)) {
      magic = in.readNBytes(4);
    }
    checks.magic(label, magic);
    boolean gzip = magic.length > 1 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    Future<TextContent> content = threads.submit(() -> TextContent.of(source, gzip));
    try {
      List<Charset> allowed = contract.dialect().encodings();
      Charset charset =
          allowed.size() == 1 ? allowed.get(0) : checks.encoding(label, result(content).encoding());
      Body body = new Body(number, label, source, gzip, charset);
      checks.encoding(label, result(content).encoding());
      if (body.records == 0) {
        throw checks.noRow(label);
      }
      return new SurveyedFile(
          number,
          result(content).sha256(),
          source.size(),
          charset,
          body.header,
          checks.ignored(body.header),
          body.records,
          body.chunks);
    } catch (BadDataException | IOException e) {
      // What the bytes are comes before what their records are.
      checks.encoding(label, result(content).encoding());
      throw e;
    }
  }

  private static <T> T result(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** The records of one file: counted, cut into chunks, their keys noted. */
  private final class Body {
    private final int file;
    private final FileSource source;
    private final boolean gzip;
    private final char separator = contract.dialect().separator();
    private final RowFormat format;
    private final int[] key;
    final List<String> header;
    final List<Chunk> chunks = new ArrayList<>();
    long records;
    private long at;
    private long line;

    Body(int file, String label, FileSource source, boolean gzip, Charset charset)
        throws IOException {
      this.file = file;
      this.source = source;
      this.gzip = gzip;
      try (InputStream in = open(0)) {
        RecordSplitter first = new RecordSplitter(in, separator, 1);
        if (!first.next()) {
          throw checks.empty(label);
        }
        header = checks.header(label, first, charset);
        at = first.nextOffset();
        line = first.nextLine();
      }
      RowFormat whole = RowFormat.of(contract, header, charset);
      key = whole.places(contract.uniqueKey());
      format = whole.only(key);
      count();
    }

    private InputStream open(long from) throws IOException {
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
        ends.add(until);
        boolean known = start == at;
        guessed.add(threads.submit(() -> guessed(from, until, known)));
      }
      for (int i = 0; i < ends.size(); i++) {
        Stretch found = result(guessed.get(i));
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
      try (InputStream in = open(start)) {
        return Stretch.count(in, separator, start, until, firstLine, keys());
      }
    }

    private Stretch.Visitor keys() {
      if (key.length == 0) {
        return record -> {};
      }
      RowReader reader = new RowReader(format);
      RowKey keys = new RowKey(format);
      return record -> {
        if (reader.take(record)) {
          sketch.add(keys.of(reader));
        }
      };
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
}
