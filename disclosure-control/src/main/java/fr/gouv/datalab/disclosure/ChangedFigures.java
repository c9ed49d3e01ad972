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
import java.util.Optional;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the {@code audit.csv} of a table whose figures were changed: a line for each figure of each
 * cell that a rule would hide, with its true value.
 */
final class ChangedFigures {

  private ChangedFigures() {}

  /**
   * @throws BadInputException when it is not of this table
   */
  static HiddenFigures read(Path audit, PublishedTable table) {
    ProtectionSpec spec = table.spec();
    Map<Integer, BigDecimal[]> truths = new HashMap<>();
    try (Reader reader = Files.newBufferedReader(audit);
        CSVParser lines = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      List<String> needed = new ArrayList<>(spec.columns());
      needed.addAll(List.of("figure", "value"));
      Csv.require(audit, lines, needed);
      for (CSVRecord line : lines) {
        Csv.requireConsistent(audit, line, lines.getHeaderNames().size());
        int cell = table.find(spec.columns().stream().map(line::get).toList());
        int figure = spec.shown().indexOf(line.get("figure"));
        if (cell < 0 || figure < 0) {
          throw new BadInputException(
              audit
                  + " has on line "
                  + (line.getRecordNumber() + 1)
                  + " a cell or a figure that the table does not have.");
        }
        truths.computeIfAbsent(cell, c -> new BigDecimal[spec.shown().size()])[figure] =
            CellTableReader.number(audit, line, "value");
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw Csv.unreadable("The audit ", audit, e);
    }
    HiddenFigures hidden = new HiddenFigures();
    truths.forEach(hidden::note);
    return hidden;
  }

  /** Whether each cell that a rule would hide keeps an interval as wide as is asked. */
  static Verdict verdict(PublishedTable table, List<Inference> inferences, Path audit) {
    HiddenFigures truths = read(audit, table);
    List<String> shortfalls = new ArrayList<>();
    for (Inference each : inferences) {
      int cell = table.find(each.codes());
      for (int f = 0; f < each.figures().size(); f++) {
        Optional<BigDecimal> truth = truths.figure(f, cell);
        if (truth.isEmpty()) {
          continue;
        }
        Inference.Bounds bounds = each.figures().get(f);
        double unit = Math.pow(10, -Math.max(table.scale(f), truth.get().scale()));
        double up = table.asked(f, truth.get(), unit);
        double down = bounds.lower() >= 0 ? Math.min(up, truth.get().doubleValue()) : up;
        if (bounds.upper() - bounds.lower() < up + down - unit / 2) {
          shortfalls.add(
              table.name(cell)
                  + ": a reader infers its "
                  + table.spec().shown().get(f)
                  + " more closely than asked.");
        }
      }
    }
    return new Verdict(true, shortfalls);
  }
}
