package fr.gouv.datalab.ingest;

import fr.gouv.datalab.dialects.ColumnLook;
import fr.gouv.datalab.dialects.Separators;
import fr.gouv.datalab.dialects.ValueForm;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * A file of which no contract says anything yet, read once from its first record to its last, in
 * constant memory.
 */
public final class UnknownFile implements AutoCloseable {
  private final FileForm form;
  private final boolean gzip;
  private final char separator;
  private final List<String> names;
  private final EncodingCheck encoding;
  private final Records records;
  private final AutoCloseable source;

  private UnknownFile(
      FileForm form,
      boolean gzip,
      char separator,
      List<String> names,
      EncodingCheck encoding,
      Records records,
      AutoCloseable source) {
    this.form = form;
    this.gzip = gzip;
    this.separator = separator;
    this.names = List.copyOf(names);
    this.encoding = encoding;
    this.records = records;
    this.source = source;
  }

  /**
   * Opens a file at its first record.
   *
   * @throws BadDataException when it is none that can be read
   */
  public static UnknownFile open(Path path) {
    String label = path.getFileName().toString();
    if (!Files.isRegularFile(path)) {
      throw new BadDataException("There is no file " + path + ": name one that is there.");
    }
    try {
      return open(label, new LocalFile(path.toAbsolutePath().toString()));
    } catch (EOFException e) {
      throw new BadDataException(label + " is a truncated gzip file: get it again, whole.", e);
    } catch (IOException e) {
      throw new BadDataException(label + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static UnknownFile open(String label, FileSource source) throws IOException {
    byte[] magic;
    try (InputStream in = source.open(0)) {
      magic = in.readNBytes(4);
    }
    String start = new String(magic, StandardCharsets.ISO_8859_1);
    if (magic.length == 0) {
      throw new BadDataException(label + " is empty: nothing can be drafted from it.");
    }
    if (start.startsWith("PK")
        || start.startsWith("\u00FF\u00FE")
        || start.startsWith("\u00FE\u00FF")) {
      throw new BadDataException(
          label + " is a spreadsheet, an archive or in UTF-16: save it as CSV in UTF-8.");
    }
    if (start.equals("PAR1")) {
      return parquet(label, source);
    }
    boolean gzip = magic.length > 1 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    Head head = Head.of(source, gzip);
    FileForm form = FileForm.of(new ByteArrayInputStream(head.bytes()));
    EncodingCheck text =
        new EncodingCheck(gzip ? new GZIPInputStream(source.open(0), 1 << 16) : source.open(0));
    if (form == FileForm.JSON_LINES) {
      List<String> keys = List.copyOf(JsonColumns.keys(head.bytes()));
      return new UnknownFile(form, gzip, ',', keys, text, new JsonRecords(text, keys, 1), text);
    }
    Separators.Cut cut = Separators.of(head.bytes(), ';', Set.of());
    RecordSplitter records = new RecordSplitter(text, cut.separator(), 1);
    records.next();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < records.fields(); i++) {
      byte[] name = java.util.Arrays.copyOfRange(records.buffer(), records.from(i), records.to(i));
      names.add(
          decoded(i == 0 ? FileForm.withoutMark(name) : name).strip().replaceAll("^\"|\"$", ""));
    }
    refuseValues(label, names);
    return new UnknownFile(form, gzip, cut.separator(), names, text, records, text);
  }

  private static UnknownFile parquet(String label, FileSource source) throws IOException {
    List<String> names = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new SourceInput(source))) {
      reader
          .getFileMetaData()
          .getSchema()
          .getFields()
          .forEach(field -> names.add(field.getName().toLowerCase(Locale.ROOT)));
      ParquetRecords rows = new ParquetRecords(source, 0, source.size(), names, 1);
      return new UnknownFile(FileForm.PARQUET, false, ',', names, null, rows, rows);
    } catch (RuntimeException e) {
      throw new BadDataException(label + " is a damaged Parquet file, or has nested columns.", e);
    }
  }

  /** Text of which it is not known yet how it is encoded. */
  public static String decoded(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') < 0 ? text : new String(bytes, Windows1252.CHARSET);
  }

  private static void refuseValues(String label, List<String> names) {
    for (String name : names) {
      if (isValue(name)) {
        throw new BadDataException(
            label
                + " has no header, or values in it: put the names of its columns in its first"
                + " line.");
      }
    }
  }

  /** Whether what stands in a header is a value rather than a name. */
  static boolean isValue(String name) {
    ColumnLook look = new ColumnLook();
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    look.take(bytes, 0, bytes.length);
    return look.form() == ValueForm.DATE
        || look.share(ValueForm.DECIMAL) > 0
        || look.zeroFirst() > 0
        || name.matches("(?s).*([0-9][ .-]?){6}.*")
        || name.indexOf('@') >= 0
        || name.length() > 80;
  }

  public FileForm form() {
    return form;
  }

  /** Whether it is compressed. */
  public boolean isGzip() {
    return gzip;
  }

  /** What separates its fields. */
  public char separator() {
    return separator;
  }

  /** The names of its columns, as they are written. */
  public List<String> names() {
    return names;
  }

  /** Its records, of which a CSV file's header was read already. */
  public Records records() {
    return records;
  }

  /** The encodings in which all that was read can be read, the likely one first. */
  public List<String> encodings() {
    if (encoding == null || encoding.isUtf8()) {
      return List.of("UTF-8");
    }
    return List.of("windows-1252");
  }

  /** Whether all that was read is in one encoding, and text. */
  public boolean isText() {
    return encoding == null
        || !encoding.isBinary()
            && !encoding.isMixed()
            && (encoding.isUtf8() || encoding.isWindows1252());
  }

  @Override
  public void close() throws IOException {
    try {
      source.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
