package fr.gouv.datalab.producer;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Which lines of a file were refused and why, for those who correct it: CSV, in French, without any
 * value. It stays with the producer.
 */
final class RefusalReport implements Closeable {
  private final Path file;
  private CSVPrinter printer;
  private long rows;

  /** A report, which is written when there is a first refusal. */
  RefusalReport(Path file) {
    this.file = file;
  }

  void add(List<RefusedRecord> refused) throws IOException {
    for (RefusedRecord record : refused) {
      if (printer == null) {
        BufferedWriter out =
            Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        printer =
            CSVFormat.RFC4180
                .builder()
                .setHeader("ligne", "colonne", "regle", "motif")
                .get()
                .print(out);
      }
      printer.printRecord(record.line(), record.column(), record.rule(), record.reason());
      rows++;
    }
  }

  /** How many there are. */
  long rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    if (printer != null) {
      printer.close();
    }
  }
}
