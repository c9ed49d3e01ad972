package fr.gouv.datalab.producer;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.ContractFingerprint;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.LocalFile;
import fr.gouv.datalab.ingest.Manifest;
import fr.gouv.datalab.ingest.OpenRecords;
import fr.gouv.datalab.ingest.ProducerSeal;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.Survey;
import fr.gouv.datalab.ingest.SurveyedFile;
import fr.gouv.datalab.ingest.TokenizedLayout;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.vault.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The producer's own stage: a file in clear becomes a tokenised one, on the producer's premises,
 * without Spark, a lake or a home. Streaming: memory does not grow with the file.
 *
 * <p>Whole or not at all: rows are written to a draft beside the output, which holds nothing in
 * clear and takes the output's name at the very end. A killed run leaves a draft that the next one
 * removes. Given the same keys and file, every byte is the same again, whatever the number of
 * threads, but those of the envelope, which is sealed under a key drawn anew.
 */
public final class ProducerStage {
  private final Contract contract;
  private final ProducerSeal seal;
  private final KeyStore keys;
  private final ClearConditions conditions;
  private final int threads;

  /**
   * A stage for one contract.
   *
   * @param keys the producer's, which hold those that {@link ProducerSeal#keys} names
   * @param threads that make tokens
   * @throws BadDataException when the contract has a condition that cannot be held here
   */
  public ProducerStage(Contract contract, KeyStore keys, int threads) {
    this.contract = contract;
    this.keys = keys;
    this.threads = threads;
    seal = new ProducerSeal(keys, contract);
    conditions = new ClearConditions(contract);
  }

  /**
   * What became of a file.
   *
   * @param dataset of its contract
   * @param read its records
   * @param written rows that are good
   * @param refused rows that the contract refuses; they are in the output too, marked, without
   *     anything that quarantine would not keep
   * @param output the tokenised file
   * @param report which lines were refused and why, without values; empty when none was
   * @param notes what the person should know
   */
  public record Tokenized(
      String dataset,
      long read,
      long written,
      long refused,
      String output,
      Optional<String> report,
      List<String> notes) {
    /** Copies the notes. */
    public Tokenized {
      notes = List.copyOf(notes);
    }

    /** One line for a person. */
    public String line() {
      return dataset
          + ": "
          + read
          + " read = "
          + written
          + " written + "
          + refused
          + " refused ("
          + output
          + report.map(file -> "; refusals in " + file).orElse("")
          + ")";
    }
  }

  /**
   * Makes the tokenised file.
   *
   * @param in CSV or JSON lines, in clear or gzip, or Parquet
   * @param out CSV, in gzip where its name ends with {@code .gz}, or Parquet where it ends with
   *     {@code .parquet}; replaced if it is there
   * @throws BadDataException when the file is not what its contract says; nothing was written
   */
  public Tokenized tokenize(Path in, Path out) throws IOException {
    if (!Files.isRegularFile(in)) {
      throw new BadDataException("There is no file " + in + ": nothing was written.");
    }
    LocalFile source = new LocalFile(in.toAbsolutePath().toString());
    SurveyedFile surveyed;
    try (Survey survey = Survey.withoutKeys(contract, threads)) {
      surveyed = survey.of(1, in.getFileName().toString(), source);
    }
    try (Drafts drafts = new Drafts(out)) {
      return write(surveyed, out, drafts);
    }
  }

  private Tokenized write(SurveyedFile surveyed, Path out, Drafts drafts) throws IOException {
    TokenizedLayout layout = new TokenizedLayout(contract);
    String lot = contract.identities().isEmpty() ? "" : "jetons/" + UUID.randomUUID();
    Optional<Envelope> envelope =
        lot.isEmpty()
            ? Optional.empty()
            : Optional.of(Envelope.seal(lot, keys.encrypter(KeyName.CUSTODIAN)));
    try (RefusalReport report = new RefusalReport(drafts.report());
        TokenOutput output = open(drafts.output(), out, layout)) {
      long read = pass(surveyed, envelope, output, report);
      if (read != surveyed.records()) {
        throw new IntegrityException(
            "The file changed while it was read: nothing was written. Do it again.");
      }
      Manifest manifest =
          new Manifest(
              contract.dataset(),
              contract.producer(),
              ContractFingerprint.of(contract),
              seal.source(surveyed.sha256()),
              read,
              report.rows(),
              seal.ids(),
              lot,
              envelope.map(Envelope::header).orElse(new byte[0]),
              output.content());
      output.manifest(manifest.line(seal.of(manifest)));
      output.close();
      report.close();
      Optional<Path> kept = drafts.done(report.rows() > 0);
      return new Tokenized(
          contract.dataset(),
          read,
          manifest.written(),
          report.rows(),
          out.toString(),
          kept.map(file -> out.resolveSibling(file.getFileName()).toString()),
          notes(surveyed));
    }
  }

  private List<String> notes(SurveyedFile surveyed) {
    List<String> notes = new java.util.ArrayList<>();
    if (!surveyed.ignored().isEmpty()) {
      notes.add(
          "The file has "
              + surveyed.ignored().size()
              + " column(s) that the contract does not have: they do not leave.");
    }
    if (!conditions.leftToTheLake().isEmpty()) {
      notes.add(
          "Left to the lake, which alone evaluates them: the condition(s) "
              + String.join(", ", conditions.leftToTheLake())
              + ".");
    }
    return notes;
  }

  private static TokenOutput open(Path draft, Path out, TokenizedLayout layout) throws IOException {
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return new ParquetOutput(draft, layout);
    }
    List<String> header = layout.fields().stream().map(TokenizedLayout.Field::name).toList();
    return new CsvOutput(draft, name.endsWith(".gz"), header);
  }

  /** Rows of one batch, and the batch to be used again. */
  private record Done(byte[] rows, List<RefusedRecord> refused, RecordBatch batch) {}

  private long pass(
      SurveyedFile surveyed, Optional<Envelope> envelope, TokenOutput output, RefusalReport report)
      throws IOException {
    RowFormat format = surveyed.format();
    boolean links = ProducerSeal.links(contract);
    Tokenizer tokenizer = Tokenizer.of(keys, ProducerSeal.kinds(contract), links);
    Optional<LinkTokens> linkTokens =
        links ? Optional.of(LinkTokens.of(tokenizer)) : Optional.empty();
    ThreadLocal<RowTokenizer> rows =
        ThreadLocal.withInitial(
            () -> new RowTokenizer(contract, format, conditions, tokenizer, linkTokens, envelope));
    ThreadLocal<RowSink> sinks = ThreadLocal.withInitial(output::sink);
    ArrayDeque<RecordBatch> free = new ArrayDeque<>();
    try (OrderedWork<Done> work =
        new OrderedWork<>(
            threads,
            done -> {
              output.write(done.rows());
              report.add(done.refused());
              free.add(done.batch());
            })) {
      long read = 0;
      RecordBatch batch = batch(free, 0);
      for (Chunk chunk : Chunk.joined(surveyed.chunks(), 1)) {
        try (OpenRecords open = chunk.open(format)) {
          while (open.records().next()) {
            batch.add(open.records());
            read++;
            if (batch.isFull()) {
              give(work, batch, rows, sinks, output);
              batch = batch(free, read);
            }
          }
        }
      }
      if (!batch.isEmpty()) {
        give(work, batch, rows, sinks, output);
      }
      work.finish();
      return read;
    }
  }

  private static RecordBatch batch(ArrayDeque<RecordBatch> free, long rank) {
    RecordBatch batch = free.isEmpty() ? new RecordBatch() : free.remove();
    batch.begin(rank);
    return batch;
  }

  private static void give(
      OrderedWork<Done> work,
      RecordBatch batch,
      ThreadLocal<RowTokenizer> rows,
      ThreadLocal<RowSink> sinks,
      TokenOutput output)
      throws IOException {
    work.give(
        () -> {
          RowSink sink = sinks.get();
          List<RefusedRecord> refused = rows.get().tokenize(batch, sink);
          return new Done(output.packed(sink.take()), refused, batch);
        });
  }
}
