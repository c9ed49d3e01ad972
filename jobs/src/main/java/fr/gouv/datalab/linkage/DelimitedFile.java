package fr.gouv.datalab.linkage;

import fr.gouv.datalab.refusals.BadDataException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A delimited text file with a header, as administrations and tools write it: comma, semicolon, tab
 * or bar; UTF-8, with or without a byte order mark, or Windows-1252; gzipped or not. Read from its
 * head to its end, never whole. Its errors name lines, never what stands there.
 */
public final class DelimitedFile implements AutoCloseable {
  private static final Charset WESTERN = Charset.forName("windows-1252");

  private final Path file;
  private final CSVParser parser;
  private final List<String> header;

  private DelimitedFile(Path file, CSVParser parser, List<String> header) {
    this.file = file;
    this.parser = parser;
    this.header = header;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws BadDataException when it is empty
   * @throws IOException when it cannot be read
   */
  public static DelimitedFile open(Path file) throws IOException {
    Charset charset = utf8(file) ? StandardCharsets.UTF_8 : WESTERN;
    BufferedReader reader = reader(file, charset);
    try {
      CSVFormat format =
          CSVFormat.RFC4180
              .builder()
              .setDelimiter(delimiter(file, charset))
              .setIgnoreEmptyLines(true)
              .get();
      CSVParser parser = format.parse(reader);
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw new BadDataException(file + " is empty: it needs a header and rows.");
      }
      return new DelimitedFile(file, parser, records.next().stream().map(String::strip).toList());
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * The place of a column.
   *
   * @throws BadDataException when the header lacks it or has it twice
   */
  public int column(String name) {
    int at = header.indexOf(name);
    if (at < 0) {
      throw new BadDataException(
          file + " has no column `" + name + "`: correct its header, or the name of the column.");
    }
    if (header.lastIndexOf(name) != at) {
      throw new BadDataException(file + " has two columns `" + name + "`: rename one of them.");
    }
    return at;
  }

  /** Does something with a row's values, in the order of the header. */
  @FunctionalInterface
  public interface Row {
    /**
     * Takes one row.
     *
     * @param number from 1, the header not counted
     */
    void take(long number, CSVRecord values) throws IOException;
  }

  /**
   * Reads all rows.
   *
   * @return their number, at least 1
   * @throws BadDataException when there is none, or one has not as many fields as the header
   */
  public long forEach(Row row) throws IOException {
    long number = 0;
    try {
      for (CSVRecord values : parser) {
        number++;
        if (values.size() != header.size()) {
          throw new BadDataException(
              String.format(
                  "%s, row %d (it ends at line %d) has %d fields and the header %d: correct it.",
                  file, number, parser.getCurrentLineNumber(), values.size(), header.size()));
        }
        row.take(number, values);
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new BadDataException(
          file
              + ", row "
              + (number + 1)
              + " (near line "
              + parser.getCurrentLineNumber()
              + ") cannot be read: its quotes may not be closed.");
    }
    if (number == 0) {
      throw new BadDataException(file + " has a header and no row: there is nothing to link.");
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private static BufferedReader reader(Path file, Charset charset) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(bytes(file), charset));
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  private static InputStream bytes(Path file) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    bytes.mark(2);
    boolean gzip = bytes.read() == 0x1F && bytes.read() == 0x8B;
    bytes.reset();
    return gzip ? new GZIPInputStream(bytes, 1 << 16) : bytes;
  }

  private static boolean utf8(Path file) throws IOException {
    try (Reader reader =
        new InputStreamReader(
            bytes(file),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT))) {
      char[] chars = new char[1 << 15];
      while (reader.read(chars) >= 0) {
        // Decoding is the test.
      }
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The sign that stands most often in the first line; a comma when none does. */
  private static char delimiter(Path file, Charset charset) throws IOException {
    String line;
    try (BufferedReader reader = reader(file, charset)) {
      line = reader.readLine();
    }
    char best = ',';
    long most = 0;
    for (char sign : new char[] {',', ';', '\t', '|'}) {
      long count = line == null ? 0 : line.chars().filter(c -> c == sign).count();
      if (count > most) {
        best = sign;
        most = count;
      }
    }
    return best;
  }
}
