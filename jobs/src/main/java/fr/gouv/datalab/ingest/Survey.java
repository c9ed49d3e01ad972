package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipException;

/**
 * The first look at a delivered file, before anything is written: is it what the contract says, how
 * many records has it, where may it be cut, which keys may stand twice? A wrong file is refused
 * here with a sentence, and nothing was kept of it. Constant memory, all cores.
 */
public final class Survey implements AutoCloseable {
  private static final long PIECE = 8L << 20;

  private final Contract contract;
  private final FileChecks checks;
  private final KeySketch sketch;
  private final KeyNotes keys;
  private final ExecutorService threads;
  private final long piece;
  private final Map<Integer, Manifest> manifests = new HashMap<>();
  private Optional<TokenizedSurvey> tokenized = Optional.empty();

  /**
   * A survey of the files of one delivery.
   *
   * @param cores that read side by side
   */
  public Survey(Contract contract, int cores) {
    this(contract, cores, PIECE);
  }

  /** A survey that takes no note of keys, which are compared elsewhere. */
  public static Survey withoutKeys(Contract contract, int cores) {
    return new Survey(contract, cores, PIECE, null);
  }

  /** The same, with pieces of that many bytes. */
  public Survey(Contract contract, int cores, long piece) {
    this(contract, cores, piece, new KeySketch());
  }

  private Survey(Contract contract, int cores, long piece, KeySketch sketch) {
    this.contract = contract;
    this.sketch = sketch;
    this.piece = piece;
    checks = new FileChecks(contract);
    keys = new KeyNotes(contract, sketch);
    threads = Executors.newFixedThreadPool(cores + 1);
  }

  /**
   * Takes tokenised files too, sealed by the producer.
   *
   * @param tokenizer with which the keys of files in clear are compared with theirs
   */
  public Survey takingTokens(ProducerSeal producer, Tokenizer tokenizer) {
    keys.tokenize(tokenizer);
    tokenized = Optional.of(new TokenizedSurvey(contract, producer, sketch));
    return this;
  }

  /** What the tokenised file at a place says of itself; empty for a file in clear. */
  public Optional<Manifest> manifest(int number) {
    return Optional.ofNullable(manifests.get(number));
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
    Optional<TokenizedFile> tokens = TokenizedFile.find(source);
    if (tokens.isPresent()) {
      return tokenized(number, label, source, tokens.get());
    }
    boolean gzip = magic.length > 1 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    FileForm form;
    try (InputStream text = TextBody.open(source, gzip, 0)) {
      form = FileForm.of(text);
    }
    if (gzip && form == FileForm.PARQUET) {
      throw new BadDataException(
          label + " is a Parquet file in gzip: deliver it without, Parquet compresses by itself.");
    }
    Future<TextContent> content = threads.submit(() -> TextContent.of(source, gzip));
    if (form == FileForm.PARQUET) {
      Body body = new ParquetBody(checks, keys, threads).of(number, label, source, contract);
      return surveyed(number, label, source, form, StandardCharsets.UTF_8, body, content);
    }
    List<Charset> allowed =
        form == FileForm.CSV ? contract.dialect().encodings() : List.of(StandardCharsets.UTF_8);
    try {
      Charset charset =
          allowed.size() == 1
              ? allowed.get(0)
              : checks.encoding(label, result(content).encoding(), allowed);
      Body body =
          new TextBody(contract, keys, threads, piece, number, source, gzip, form, charset)
              .of(label);
      checks.encoding(label, result(content).encoding(), allowed);
      return surveyed(number, label, source, form, charset, body, content);
    } catch (BadDataException | IOException e) {
      // What the bytes are comes before what their records are.
      checks.encoding(label, result(content).encoding(), allowed);
      throw e;
    }
  }

  private SurveyedFile tokenized(int number, String label, FileSource source, TokenizedFile tokens)
      throws IOException {
    TokenizedSurvey survey =
        tokenized.orElseThrow(
            () ->
                new BadDataException(
                    label + " is tokenised already: deliver it as it is, to `datalab ingest`."));
    TokenizedSurvey.Found found = survey.of(number, label, source, tokens);
    manifests.put(number, found.manifest());
    return found.file();
  }

  private SurveyedFile surveyed(
      int number,
      String label,
      FileSource source,
      FileForm form,
      Charset charset,
      Body body,
      Future<TextContent> content)
      throws IOException {
    if (body.records() == 0) {
      throw checks.noRow(label);
    }
    return new SurveyedFile(
        number,
        result(content).sha256(),
        source.size(),
        form,
        charset,
        body.columns().header(),
        body.columns().ignored(),
        body.columns().absent(),
        body.records(),
        body.look(),
        RowFormat.of(contract, body.columns(), form, body.look().dialect()),
        body.chunks());
  }

  /** What a thread of the survey found, or the failure that it met. */
  static <T> T result(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException unforeseen) {
        throw unforeseen;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
