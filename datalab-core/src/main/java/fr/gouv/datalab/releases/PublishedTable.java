package fr.gouv.datalab.releases;

import fr.gouv.datalab.refusals.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table as the public will have it: every cell of every margin, with its status. Held in memory:
 * it grows with the number of published cells, not with the data behind them.
 */
public final class PublishedTable {
  private final TableSpec spec;
  private final List<String> header;
  private final List<Cell> cells;
  private final Map<List<String>, Cell> byCodes = new LinkedHashMap<>();
  private final Map<String, CodeList> codes = new LinkedHashMap<>();
  private final Optional<Perturbed> perturbed;

  private PublishedTable(
      TableSpec spec, List<String> header, List<Cell> cells, Optional<Perturbed> perturbed) {
    this.spec = spec;
    this.perturbed = perturbed;
    this.header = List.copyOf(header);
    this.cells = List.copyOf(cells);
    for (Cell cell : cells) {
      if (byCodes.put(cell.codes(), cell) != null) {
        throw new BadDataException("The table has the cell " + cell.name() + " twice.");
      }
    }
  }

  /**
   * A cell.
   *
   * @param codes of its dimensions, in the specification's order
   * @param figures as published, in the order of {@link TableSpec#figures()}; empty text where the
   *     cell is suppressed
   * @param published whether its figures are
   */
  public record Cell(List<String> codes, List<String> figures, boolean published) {

    /** Copies the lists. */
    public Cell {
      codes = List.copyOf(codes);
      figures = List.copyOf(figures);
    }

    /** The frequency, when it is published. */
    public OptionalDouble frequency() {
      return published ? OptionalDouble.of(Double.parseDouble(figures.get(0))) : none();
    }

    private static OptionalDouble none() {
      return OptionalDouble.empty();
    }

    /** Its codes, for a sentence. */
    public String name() {
      return String.join(" x ", codes);
    }
  }

  /**
   * Reads {@code published.csv}, the hierarchies of a folder, and how its figures were changed.
   *
   * @throws BadDataException when a file is not what it should be
   */
  public static PublishedTable read(Path folder) throws IOException {
    TableSpec spec = TableSpec.read(folder.resolve("spec.yaml"));
    Path file = folder.resolve("published.csv");
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser csv = format().parse(in)) {
      List<String> header = csv.getHeaderNames();
      List<String> needed = new ArrayList<>();
      spec.dimensions().forEach(dimension -> needed.add(dimension.column()));
      needed.addAll(spec.figures());
      needed.add("status");
      for (String column : needed) {
        if (!header.contains(column)) {
          throw new BadDataException(file + " has no column `" + column + "`.");
        }
      }
      for (String column : header) {
        if (!needed.contains(column)) {
          throw new BadDataException(
              file + " has a column `" + column + "` that spec.yaml does not know.");
        }
      }
      List<Cell> cells = new ArrayList<>();
      for (CSVRecord row : csv) {
        cells.add(cell(spec, row, file));
      }
      PublishedTable table = new PublishedTable(spec, header, cells, Perturbed.read(folder, spec));
      for (TableSpec.Dimension dimension : spec.dimensions()) {
        table.codes.put(dimension.column(), table.codeList(dimension, folder));
      }
      return table;
    } catch (MalformedInputException e) {
      throw new BadDataException(file + " is not UTF-8.", e);
    } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
      throw new BadDataException(file + " is not a published table: " + e.getMessage(), e);
    }
  }

  private static Cell cell(TableSpec spec, CSVRecord row, Path file) {
    String at = file + ", line " + (row.getRecordNumber() + 1);
    if (!row.isConsistent()) {
      throw new BadDataException(at + " has not as many fields as the header.");
    }
    String status = row.get("status");
    List<String> figures = spec.figures().stream().map(row::get).toList();
    boolean published = status.equals("v");
    if (!published && !status.equals("c")) {
      throw new BadDataException(at + ": the status must be v or c.");
    }
    for (String figure : figures) {
      if (!published && !figure.isEmpty()) {
        throw new BadDataException(at + ": a suppressed cell has a figure.");
      }
      if (published) {
        number(figure, at);
      }
    }
    return new Cell(
        spec.dimensions().stream().map(d -> row.get(d.column())).toList(), figures, published);
  }

  private static void number(String figure, String at) {
    try {
      if (!Double.isFinite(Double.parseDouble(figure))) {
        throw new BadDataException(at + ": a published figure is not finite.");
      }
    } catch (NumberFormatException e) {
      throw new BadDataException(at + ": a published figure is not a number.", e);
    }
  }

  private CodeList codeList(TableSpec.Dimension dimension, Path folder) throws IOException {
    Set<String> used = new LinkedHashSet<>();
    int at = spec.dimensions().indexOf(dimension);
    cells.forEach(cell -> used.add(cell.codes().get(at)));
    if (dimension.hierarchy().isEmpty()) {
      return CodeList.flat(used);
    }
    return CodeList.read(folder.resolve(dimension.hierarchy().get()), used);
  }

  /** The dialect of every file of a release: RFC 4180, a header, UTF-8. */
  static CSVFormat format() {
    return CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
  }

  /** What the specification says. */
  public TableSpec spec() {
    return spec;
  }

  /** How its figures were changed, when they were. */
  public Optional<Perturbed> perturbed() {
    return perturbed;
  }

  /** The columns, in the file's order. */
  public List<String> header() {
    return header;
  }

  /** Every cell, in the file's order. */
  public List<Cell> cells() {
    return cells;
  }

  /** The cell of some codes, if the table has it. */
  public Optional<Cell> cell(List<String> codesOfCell) {
    return Optional.ofNullable(byCodes.get(codesOfCell));
  }

  /** The codes of a dimension that the table uses, with their labels. */
  public CodeList codes(String column) {
    return codes.get(column);
  }

  /** How many cells are published. */
  public long published() {
    return cells.stream().filter(Cell::published).count();
  }

  /** How many cells are suppressed. */
  public long suppressed() {
    return cells.size() - published();
  }
}
