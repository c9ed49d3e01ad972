package fr.gouv.datalab.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A run of whole records of a file, as it was counted.
 *
 * @param start its first byte
 * @param end the first byte of the record after it, or the end of the file
 * @param records how many
 * @param lines physical lines that they take
 */
record Stretch(long start, long end, long records, long lines) {
  /**
   * Counts the records that start before a place.
   *
   * @param records read from {@code start}, where one of them starts
   * @param firstLine physical line of that record
   */
  static Stretch count(
      TextRecords records, long start, long until, long firstLine, KeyNotes.Visitor visitor)
      throws IOException {
    long count = 0;
    while (records.next()) {
      if (start + records.offset() >= until) {
        return new Stretch(start, start + records.offset(), count, records.line() - firstLine);
      }
      visitor.visit(records);
      count++;
    }
    return new Stretch(start, start + records.nextOffset(), count, records.nextLine() - firstLine);
  }

  /**
   * Where a record starts after a place, if no quoted field is open there: after the first line
   * break that ends at the place or later. A guess, to be held against where the record before it
   * ends.
   */
  static long guess(FileSource source, long place, long until) throws IOException {
    try (InputStream in = new BufferedInputStream(source.open(place - 1), 1 << 12)) {
      long at = place - 1;
      for (int b = in.read(); b >= 0 && at < until; b = in.read()) {
        at++;
        if (b == '\n') {
          return at;
        }
        if (b == '\r') {
          return in.read() == '\n' ? at + 1 : at;
        }
      }
      return until;
    }
  }
}
