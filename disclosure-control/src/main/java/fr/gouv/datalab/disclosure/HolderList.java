package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Who holds the cells of a table, as far as its rules looked at it: how many holders, and the
 * largest contributions. It is kept beside the audit, as confidential, since what a later table
 * leaves of this one can be judged by nothing else.
 */
final class HolderList {

  /**
   * Beside {@code audit.csv}, where a table's rules look at contributions or its units have owners.
   */
  static final String FILE = "holders.csv";

  private static final String COUNT = "holders";
  private static final String LARGEST = "largest";

  /**
   * The holders of one cell.
   *
   * @param count how many; below 0 when its frequency says it
   * @param largest contributions, in absolute value, largest first, in the magnitude's own unit
   */
  record Held(double count, double[] largest) {}

  private final Map<List<String>, Held> cells = new HashMap<>();

  /** Those of a table that was just protected; none where its rules look at counts alone. */
  static Optional<HolderList> of(ProtectedTable table) {
    HolderList list = new HolderList();
    Lattice lattice = table.lattice();
    double unit = lattice.figures() > 1 ? Math.pow(10, lattice.scale(1)) : 1;
    for (int cell = 0; cell < lattice.size(); cell++) {
      Holders holders = lattice.holders(cell);
      if (holders == null || holders.largest() == null) {
        return Optional.empty();
      }
      double[] largest = holders.largest().clone();
      Arrays.sort(largest);
      double[] own = new double[largest.length];
      for (int k = 0; k < own.length; k++) {
        own[k] = largest[own.length - 1 - k] / unit;
      }
      list.cells.put(lattice.codesOf(cell), new Held(holders.count(), own));
    }
    return list.cells.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  /**
   * Reads what {@link #text} wrote beside an audit; none where there is no such file.
   *
   * @throws BadInputException when a line is not what it should be
   */
  static Optional<HolderList> read(Path file, ProtectionSpec spec) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    HolderList list = new HolderList();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser lines = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      List<String> needed = new ArrayList<>(spec.columns());
      needed.add(COUNT);
      Csv.require(file, lines, needed);
      for (CSVRecord line : lines) {
        Csv.requireConsistent(file, line, lines.getHeaderNames().size());
        list.add(file, spec, line);
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw Csv.unreadable("The holders ", file, e);
    }
    return Optional.of(list);
  }

  private void add(Path file, ProtectionSpec spec, CSVRecord line) {
    List<Double> largest = new ArrayList<>();
    for (int k = 1; line.isMapped(LARGEST + k); k++) {
      largest.add(number(file, line, LARGEST + k));
    }
    cells.put(
        spec.columns().stream().map(line::get).toList(),
        new Held(
            line.get(COUNT).isEmpty() ? -1 : number(file, line, COUNT),
            largest.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private static double number(Path file, CSVRecord line, String column) {
    return CellTableReader.number(file, line, column).doubleValue();
  }

  /** The list as a file: one line for each cell, with its codes. */
  String text(ProtectedTable table) {
    ProtectionSpec spec = table.spec();
    int places = cells.values().iterator().next().largest().length;
    List<String> header = new ArrayList<>(spec.columns());
    header.add(COUNT);
    for (int k = 1; k <= places; k++) {
      header.add(LARGEST + k);
    }
    StringBuilder text = new StringBuilder();
    TableFiles.line(text, header);
    for (int cell = 0; cell < table.lattice().size(); cell++) {
      List<String> codes = table.lattice().codesOf(cell);
      Held held = cells.get(codes);
      List<String> fields = new ArrayList<>(codes);
      fields.add(held.count() < 0 ? "" : plain(held.count()));
      for (double each : held.largest()) {
        fields.add(plain(each));
      }
      TableFiles.line(text, fields);
    }
    return text.toString();
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** Who holds a cell, if that is known. */
  Optional<Held> of(List<String> codes) {
    return Optional.ofNullable(cells.get(codes));
  }
}
