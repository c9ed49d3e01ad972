package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads {@code TABLE.csv}. */
final class CellTableReader {

  private CellTableReader() {}

  static CellTable read(Path file, ProtectionSpec spec) {
    CellTable.Builder builder = CellTable.builder(spec);
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser rows = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      List<String> needed = new ArrayList<>(spec.columns());
      needed.addAll(spec.figures());
      needed.addAll(spec.contributors());
      Csv.require(file, rows, needed);
      for (CSVRecord row : rows) {
        Csv.requireConsistent(file, row, rows.getHeaderNames().size());
        Map<String, BigDecimal> figures = new HashMap<>();
        for (String column : spec.figures()) {
          figures.put(column, number(file, row, column));
        }
        for (String column : spec.contributors()) {
          if (!row.get(column).isEmpty()) {
            figures.put(column, number(file, row, column));
          }
        }
        builder.add(spec.columns().stream().map(row::get).toList(), figures);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new BadInputException("The table " + file + " cannot be read as UTF-8 CSV.", e);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "The table " + file + " cannot be read as CSV: its header has a column twice or empty.",
          e);
    }
    return builder.build();
  }

  static BigDecimal number(Path file, CSVRecord row, String column) {
    String text = row.get(column).strip();
    try {
      BigDecimal value = new BigDecimal(text);
      if (value.precision() - value.scale() > 40 || value.scale() > 40) {
        throw new NumberFormatException("too long");
      }
      return value;
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "Line "
              + (row.getRecordNumber() + 1)
              + " of "
              + file
              + ": the "
              + column
              + " \""
              + text
              + "\" is not a number (write it with a point, without spaces).",
          e);
    }
  }
}
