package fr.gouv.datalab.ingest.fuzz;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.FileSource;
import fr.gouv.datalab.ingest.OpenRecords;
import fr.gouv.datalab.ingest.RowCounts;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.RowRule;
import fr.gouv.datalab.ingest.SchemaComparison;
import fr.gouv.datalab.ingest.Survey;
import fr.gouv.datalab.ingest.SurveyedFile;
import fr.gouv.datalab.quality.ColumnChange;
import fr.gouv.datalab.quality.Remark;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * Sends spoilt files through the reading and the judging of the intake, without Spark, and holds
 * what comes out against what must always be so: every record is accepted or refused, once; their
 * number is that of an independent count; a refusal is a sentence; no sentence has a name or a
 * number of a person in it; nothing takes long.
 */
public final class FuzzRun implements AutoCloseable {
  private static final int CUT = 1 << 14;
  private static final long SLOW = 10_000_000_000L;

  private final FuzzPersons persons;
  private final Contract contract;
  private final Survey cutting;
  private final Survey survey;
  private final List<String> findings = new ArrayList<>();
  private long files;
  private long refusedFiles;
  private long records;
  private long accepted;
  private long refused;
  private long slowest;

  /** A run over files of those persons, under their contract. */
  public FuzzRun(FuzzPersons persons, Contract contract) {
    this.persons = persons;
    this.contract = contract;
    // Pieces of a few hundred bytes, so that files are cut, and cut wrong, as large ones are.
    cutting = new Survey(contract, 1, 300);
    survey = new Survey(contract, 1);
  }

  /**
   * What was seen.
   *
   * @param files sent
   * @param refusedFiles of these, refused whole, with a sentence
   * @param records of the others
   * @param accepted of the records
   * @param refused of the records
   * @param slowestMillis the longest that a file took
   * @param findings what should not be
   */
  public record Result(
      long files,
      long refusedFiles,
      long records,
      long accepted,
      long refused,
      long slowestMillis,
      List<String> findings) {}

  /** Sends so many files, spoilt by a random sequence of that seed. */
  public Result run(long count, long seed) {
    for (long i = 0; i < count && findings.size() < 20; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      one(Mutator.spoil(persons.file(random), random), "file " + i + " of seed " + seed);
    }
    return new Result(
        files,
        refusedFiles,
        records,
        accepted,
        refused,
        slowest / 1_000_000,
        List.copyOf(findings));
  }

  /** Sends one file. */
  public void one(byte[] bytes, String name) {
    long start = System.nanoTime();
    files++;
    try {
      SurveyedFile file =
          (bytes.length < CUT ? cutting : survey).of(1, "fichier.csv", new InMemory(bytes));
      List<ColumnChange> changes =
          new SchemaComparison(contract, Optional.empty()).of("fichier.csv", file);
      changes.forEach(change -> said(name, change.english() + change.french()));
      for (Remark remark : file.look().remarks()) {
        said(name, remark.english() + remark.french());
      }
      said(name, file.look().sentence() + file.look().facts(1));
      judge(name, bytes, file);
    } catch (BadDataException e) {
      refusedFiles++;
      said(name, e.getMessage());
      if (!e.getMessage().matches("(?s)fichier\\.csv.{10,}[.?)]")) {
        findings.add(name + ": a refusal is no sentence: " + e.getMessage());
      }
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      findings.add(name + ": " + e + " at " + e.getStackTrace()[0]);
    }
    long took = System.nanoTime() - start;
    slowest = Math.max(slowest, took);
    if (took > SLOW) {
      findings.add(name + ": took " + took / 1_000_000 + " ms");
    }
  }

  private void said(String name, String sentence) {
    if (persons.areToldBy(sentence)) {
      findings.add(name + ": a sentence tells a person");
    }
  }

  private void judge(String name, byte[] bytes, SurveyedFile file) throws IOException {
    RowReader reader = new RowReader(file.format());
    RowCounts counts = new RowCounts(contract, file.records());
    long read = 0;
    long line = 0;
    for (Chunk chunk : file.chunks()) {
      try (OpenRecords open = chunk.open(file.format())) {
        while (open.records().next()) {
          read++;
          if (open.records().line() <= line) {
            findings.add(name + ": line " + line + " is followed by " + open.records().line());
          }
          line = open.records().line();
          RowRule broken = reader.read(open.records());
          if (broken == null) {
            accepted++;
            counts.accepted(reader, line);
            valid(name, reader);
          } else {
            refused++;
            counts.refused(
                reader.column() < 0 ? "" : file.format().nameOf(reader.column()), broken.id());
          }
        }
      }
    }
    records += read;
    said(name, counts.figures().toString() + counts.causes());
    long expected =
        switch (file.form()) {
          case CSV -> csvRecords(text(bytes), file.format().separator());
          case JSON_LINES -> jsonRecords(text(bytes));
          // What a spoilt footer says is all that there is to count by.
          case PARQUET -> file.records();
        };
    if (read != file.records() || read != expected) {
      findings.add(
          name + ": surveyed " + file.records() + ", read " + read + ", counted " + expected);
    }
  }

  private void valid(String name, RowReader reader) {
    String nir =
        new String(
            reader.text(0), reader.from(0), reader.to(0) - reader.from(0), StandardCharsets.UTF_8);
    if (!(IdentifierKind.NIR.read(nir) instanceof fr.gouv.datalab.identifiers.Reading.Valid)) {
      findings.add(name + ": an invalid NIR was accepted");
    }
  }

  private static byte[] text(byte[] bytes) throws IOException {
    boolean gzip = bytes.length > 1 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B;
    return gzip ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes;
  }

  /** Records after the header, counted by the letter of RFC 4180 and nothing else. */
  private static long csvRecords(byte[] text, char separator) {
    long ended = 0;
    boolean quoted = false;
    boolean fieldStarts = true;
    boolean inRecord = false;
    for (int i = 0; i < text.length; i++) {
      char c = (char) (text[i] & 0xFF);
      if (quoted) {
        if (c == '"' && i + 1 < text.length && text[i + 1] == '"') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '\n' || c == '\r') {
        i += c == '\r' && i + 1 < text.length && text[i + 1] == '\n' ? 1 : 0;
        ended++;
        fieldStarts = true;
        inRecord = false;
        continue;
      } else if (c == '"' && fieldStarts) {
        quoted = true;
      }
      inRecord = true;
      fieldStarts = !quoted && c == separator;
    }
    return ended + (inRecord ? 1 : 0) - 1;
  }

  private static long jsonRecords(byte[] text) {
    String[] lines = new String(text, StandardCharsets.ISO_8859_1).split("\r\n|\r|\n", -1);
    long records = 0;
    for (String line : lines) {
      records += line.chars().allMatch(c -> c <= ' ') ? 0 : 1;
    }
    return records;
  }

  /** A file in memory. */
  private record InMemory(byte[] bytes) implements FileSource {
    private static final long serialVersionUID = 1L;

    @Override
    public InputStream open(long offset) {
      int from = (int) Math.min(offset, bytes.length);
      return new ByteArrayInputStream(bytes, from, bytes.length - from);
    }

    @Override
    public long size() {
      return bytes.length;
    }
  }

  @Override
  public void close() {
    cutting.close();
    survey.close();
  }
}
