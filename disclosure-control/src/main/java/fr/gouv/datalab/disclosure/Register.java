package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What everyone knows of codes: which go together. A directory of trainings says in which
 * department each is given, so a reader of a table by training also reads one by department.
 *
 * @param columns columns of tables
 * @param rows the codes that units may have together, one for each column; no unit has others
 */
public record Register(List<String> columns, Set<List<String>> rows) {

  public Register {
    columns = List.copyOf(columns);
    rows = Set.copyOf(rows);
  }

  /**
   * Reads a file whose header names the columns, UTF-8.
   *
   * @throws BadInputException naming the line at fault
   */
  public static Register read(Path file) {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser lines = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      List<String> columns = lines.getHeaderNames();
      Set<List<String>> rows = new HashSet<>();
      for (CSVRecord line : lines) {
        Csv.requireConsistent(file, line, columns.size());
        rows.add(List.of(line.values()));
      }
      return new Register(columns, rows);
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw Csv.unreadable("The register ", file, e);
    }
  }

  /** What it says of some of its columns. */
  Register on(List<String> some) {
    if (some.equals(columns)) {
      return this;
    }
    int[] place = some.stream().mapToInt(columns::indexOf).toArray();
    Set<List<String>> projected = new HashSet<>();
    rows.forEach(row -> projected.add(Arrays.stream(place).mapToObj(row::get).toList()));
    return new Register(some, projected);
  }

  /** The codes of a column. */
  Set<String> codes(String column) {
    int c = columns.indexOf(column);
    Set<String> codes = new HashSet<>();
    rows.forEach(row -> codes.add(row.get(c)));
    return codes;
  }
}
