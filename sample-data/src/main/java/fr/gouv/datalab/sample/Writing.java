package fr.gouv.datalab.sample;

import fr.gouv.datalab.sample.defects.Injected;
import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.files.Bytes;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.files.Output;
import fr.gouv.datalab.sample.files.Ready;
import fr.gouv.datalab.sample.files.Sheet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes files on several threads: each makes runs of records, and one appends them in order, so
 * that the bytes do not depend on the number of threads. Memory holds a few runs, whatever the size
 * of the files.
 */
final class Writing implements Closeable {
  private static final int RUN = 4_000;

  private final Path directory;
  private final Format format;
  private final int threads;
  private final Progress progress;
  private final ExecutorService workers;
  private final Map<String, Output> truths = new LinkedHashMap<>();
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private final Output defects;

  /**
   * How many records a file has.
   *
   * @param records without the header
   * @param defects records with an injected defect
   */
  record Count(long records, long defects) {}

  /** Told how far a file is. */
  interface Progress {
    void at(String file, long items, long of);
  }

  private record Made(Recorder recorder, Ready rows, List<Ready> asides) {}

  Writing(Path directory, Format format, int threads, Progress progress) throws IOException {
    this.directory = directory;
    this.format = format;
    this.threads = threads;
    this.progress = progress;
    this.workers = Executors.newFixedThreadPool(threads);
    this.defects = truth(new Source.Aside("defauts.csv", "dataset,fichier,ligne,colonne,regle"));
  }

  /** Counts by file name, in the order in which they were written. */
  Map<String, Count> counts() {
    return counts;
  }

  /** Writes a source's file, and what the truth says beside. */
  void write(Source source) throws IOException {
    String file = source.table().fileName(format);
    List<Output> asides = new ArrayList<>();
    for (Source.Aside aside : source.asides()) {
      asides.add(truth(aside));
    }
    try (Sheet sheet = format.sheet(directory, source.table())) {
      Deque<Future<Made>> ahead = new ArrayDeque<>();
      long line = sheet.firstLine();
      long records = 0;
      long wrong = 0;
      for (long next = 0, done = 0; done < source.items(); ) {
        while (next < source.items() && ahead.size() < 2 * threads) {
          long from = next;
          long to = Math.min(source.items(), from + RUN);
          ahead.add(workers.submit(() -> make(source, sheet, asides, from, to)));
          next = to;
        }
        Made made = get(ahead.remove());
        made.rows().append();
        for (Ready aside : made.asides()) {
          aside.append();
        }
        append(source, file, line, made.recorder().injected());
        line += made.recorder().rows().lines();
        records += made.recorder().records();
        wrong += made.recorder().injected().size();
        done = Math.min(source.items(), done + RUN);
        progress.at(file, done, source.items());
      }
      counts.put(file, new Count(records, wrong));
    }
  }

  /** Writes a small truth file. */
  void lines(String file, List<String> lines) throws IOException {
    try (Output output = Output.create(directory.resolve("truth").resolve(file))) {
      Bytes bytes = new Bytes(Bytes.Encoding.UTF_8);
      lines.forEach(each -> bytes.text(each).ascii('\n'));
      output.prepare(bytes).append();
    }
  }

  private static Made make(Source source, Sheet sheet, List<Output> asides, long from, long to) {
    Recorder recorder = new Recorder(source.table(), source.plan(), sheet.rows(), asides.size());
    for (long item = from; item < to; item++) {
      source.write(item, recorder);
    }
    recorder.finish();
    List<Ready> ready = new ArrayList<>();
    for (int i = 0; i < asides.size(); i++) {
      ready.add(asides.get(i).prepare(recorder.aside(i)));
    }
    return new Made(recorder, sheet.prepare(recorder.rows()), ready);
  }

  private void append(Source source, String file, long line, List<Injected> injected)
      throws IOException {
    Bytes bytes = new Bytes(Bytes.Encoding.UTF_8);
    for (Injected defect : injected) {
      bytes
          .text(source.table().dataset())
          .ascii(',')
          .text(file)
          .ascii(',')
          .number(line + defect.line(), 1);
      bytes.ascii(',').text(defect.column()).ascii(',').text(defect.rule()).ascii('\n');
    }
    defects.prepare(bytes).append();
  }

  private Output truth(Source.Aside aside) throws IOException {
    Output open = truths.get(aside.file());
    if (open == null) {
      open = Output.create(directory.resolve("truth").resolve(aside.file()));
      open.prepare(new Bytes(Bytes.Encoding.UTF_8).text(aside.header()).ascii('\n')).append();
      truths.put(aside.file(), open);
    }
    return open;
  }

  private static Made get(Future<Made> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The generation was interrupted.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    workers.shutdownNow();
    for (Output output : truths.values()) {
      output.close();
    }
  }
}
