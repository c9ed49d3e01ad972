package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/**
 * The survey of a tokenised file. It is this house's own: sealed, in one dialect, its columns in
 * one order. So nothing of it is guessed, and whatever is not as written is an integrity failure.
 */
final class TokenizedSurvey {
  private static final long PIECE = 8L << 20;

  private final TokenizedLayout layout;
  private final ProducerSeal seal;
  private final KeySketch sketch;

  TokenizedSurvey(Contract contract, ProducerSeal seal, KeySketch sketch) {
    layout = new TokenizedLayout(contract);
    this.seal = seal;
    this.sketch = sketch;
  }

  /** What was found: the file, and what it says of itself. */
  record Found(SurveyedFile file, Manifest manifest) {}

  Found of(int number, String label, FileSource source, TokenizedFile tokenized)
      throws IOException {
    Manifest.Written written =
        Manifest.parse(tokenized.line())
            .orElseThrow(
                () ->
                    new BadDataException(
                        label
                            + " is a tokenised file with a manifest that this version does not"
                            + " read: have it made by the same version of datalab."));
    seal.check(label, written, tokenized.content(source));
    byte[] magic;
    try (InputStream in = source.open(0)) {
      magic = in.readNBytes(4);
    }
    List<Chunk> chunks = new ArrayList<>();
    FileForm form = magic[0] == 'P' ? FileForm.PARQUET : FileForm.CSV;
    boolean gzip = magic[0] == 0x1F;
    long records =
        form == FileForm.PARQUET
            ? parquet(number, source, chunks)
            : text(number, label, source, gzip, chunks);
    if (records != written.manifest().read()) {
      throw new IntegrityException(
          label + " does not have the rows that its manifest says: have it sent again.");
    }
    SurveyedFile file =
        new SurveyedFile(
            number,
            sha256(source),
            source.size(),
            form,
            StandardCharsets.UTF_8,
            header(),
            List.of(),
            List.of(),
            records,
            look(form, gzip, records),
            RowFormat.ofTokens(layout, header(), form),
            chunks);
    return new Found(file, written.manifest());
  }

  /** Nothing of it had to be found out: it is in one dialect. */
  private static FileLook look(FileForm form, boolean gzip, long records) {
    FileDialect dialect =
        new FileDialect(StandardCharsets.UTF_8, TokenizedLayout.SEPARATOR, '.', "yyyy-MM-dd");
    return new FileLook(form, gzip, false, false, dialect, List.of(), records, true, List.of());
  }

  private List<String> header() {
    return layout.fields().stream().map(TokenizedLayout.Field::name).toList();
  }

  private long text(int number, String label, FileSource source, boolean gzip, List<Chunk> chunks)
      throws IOException {
    try (InputStream in = TextBody.open(source, gzip, 0)) {
      RecordSplitter records = new RecordSplitter(in, TokenizedLayout.SEPARATOR, 1);
      records.next();
      if (!records.next() || records.fields() != header().size()) {
        throw new IntegrityException(label + " has not the columns of its contract.");
      }
      KeyNoting keys = new KeyNoting(FileForm.CSV);
      long count = 0;
      long start = records.nextOffset();
      long line = records.nextLine();
      while (records.next()) {
        if (!gzip && records.offset() - start >= PIECE) {
          chunks.add(new Chunk(number, source, false, start, records.offset() - start, line));
          start = records.offset();
          line = records.line();
        }
        keys.note(records);
        count++;
      }
      if (records.nextOffset() > start) {
        chunks.add(new Chunk(number, source, gzip, start, records.nextOffset() - start, line));
      }
      return count;
    }
  }

  private long parquet(int number, FileSource source, List<Chunk> chunks) throws IOException {
    long rows = 0;
    KeyNoting keys = new KeyNoting(FileForm.PARQUET);
    try (ParquetFileReader reader = ParquetFileReader.open(new SourceInput(source))) {
      for (BlockMetaData block : reader.getRowGroups()) {
        long start = block.getStartingPos();
        Chunk chunk = new Chunk(number, source, false, start, block.getCompressedSize(), rows + 1);
        chunks.add(chunk);
        rows += block.getRowCount();
        try (OpenRecords open = chunk.open(keys.format)) {
          while (open.records().next()) {
            keys.note(open.records());
          }
        }
      }
    }
    return rows;
  }

  private static String sha256(FileSource source) throws IOException {
    MessageDigest digest = TokenizedFile.sha256();
    try (InputStream in = new DigestInputStream(source.open(0), digest)) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        continue;
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Takes note of the keys of one file's records. */
  private final class KeyNoting {
    private final RowFormat format;
    private final RowReader reader;
    private final RowKey key;
    private final boolean any = !layout.contract().uniqueKey().isEmpty();

    KeyNoting(FileForm form) {
      format = RowFormat.ofTokens(layout, header(), form);
      RowFormat keys = format.only(format.places(layout.contract().uniqueKey()));
      reader = new RowReader(keys);
      key = new RowKey(keys);
    }

    void note(Records record) {
      if (any && reader.take(record)) {
        sketch.add(key.of(reader));
      }
    }
  }
}
