package fr.gouv.datalab.disclosure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** The one CSV dialect of this library: RFC 4180, UTF-8, commas, a header. */
final class Csv {

  static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  private Csv() {}

  static Reader withoutByteOrderMark(Reader reader) throws IOException {
    BufferedReader buffered = new BufferedReader(reader);
    buffered.mark(1);
    if (buffered.read() != 0xFEFF) {
      buffered.reset();
    }
    return buffered;
  }

  /**
   * Why a file cannot be read: it is not there, or is not what it should be.
   *
   * @param what it is, with a space: {@code "The table "}
   */
  static BadInputException unreadable(String what, Path file, Exception cause) {
    boolean missing =
        cause instanceof NoSuchFileException || cause.getCause() instanceof NoSuchFileException;
    return new BadInputException(
        what + file + (missing ? " is not there." : " cannot be read as UTF-8 CSV."), cause);
  }

  /** Every column must be there. */
  static void require(Path file, CSVParser lines, List<String> columns) {
    for (String column : columns) {
      if (!lines.getHeaderNames().contains(column)) {
        throw new BadInputException(
            "The table "
                + file
                + " has no column \""
                + column
                + "\", which its specification names; it has "
                + (lines.getHeaderNames().isEmpty()
                    ? "none: it is empty"
                    : String.join(", ", lines.getHeaderNames()))
                + ".");
      }
    }
  }

  /** A line has as many fields as the header. */
  static void requireConsistent(Path file, CSVRecord line, int columns) {
    if (!line.isConsistent()) {
      throw new BadInputException(
          "Line "
              + (line.getRecordNumber() + 1)
              + " of "
              + file
              + " has "
              + line.size()
              + " fields, and the header has "
              + columns
              + ".");
    }
  }

  /** A field as RFC 4180 writes it: quoted when it has to be. */
  static String field(String text) {
    boolean plain = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain &= c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
