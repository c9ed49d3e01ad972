package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Hidden cells that a reader knows from elsewhere, with every figure. */
final class KnownCells {

  private final Map<List<String>, BigDecimal[]> figures = new LinkedHashMap<>();

  private KnownCells() {}

  /**
   * Reads a file of cells with the table's columns and figures.
   *
   * @throws BadInputException when a cell is not in the table, or is given twice
   */
  static KnownCells read(Path file, PublishedTable table) {
    KnownCells known = new KnownCells();
    ProtectionSpec spec = table.spec();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser lines = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      List<String> needed = new ArrayList<>(spec.columns());
      needed.addAll(spec.shown());
      Csv.require(file, lines, needed);
      for (CSVRecord line : lines) {
        Csv.requireConsistent(file, line, lines.getHeaderNames().size());
        List<String> cell = spec.columns().stream().map(line::get).toList();
        BigDecimal[] own = new BigDecimal[spec.shown().size()];
        for (int f = 0; f < own.length; f++) {
          own[f] = CellTableReader.number(file, line, spec.shown().get(f));
        }
        if (table.find(cell) < 0) {
          throw new BadInputException(
              file + " has a line for " + cell + ", which is no cell of the table.");
        }
        if (known.figures.put(cell, own) != null) {
          throw new BadInputException(file + " has two lines for " + cell + ".");
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw Csv.unreadable("The file ", file, e);
    }
    return known;
  }

  Set<List<String>> codes() {
    return figures.keySet();
  }

  /** The table as it is to one who knows these cells. */
  PublishedTable shownIn(PublishedTable table) {
    return table.showing(figures);
  }
}
