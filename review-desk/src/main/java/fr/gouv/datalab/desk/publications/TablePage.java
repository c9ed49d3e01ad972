package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.desk.Words;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.ReleaseFolder;
import fr.gouv.datalab.releases.TableSpec;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * A part of a table, as its reviewer reads it: labels, figures, which cells are hidden and why.
 *
 * @param name of the table
 * @param title as the report has it
 * @param columns labels of the dimensions, then of the figures
 * @param dimensions how many of the columns are dimensions
 * @param choices codes of the first dimension, to choose one
 * @param chosen the one that was chosen; empty: all
 * @param rows of this page
 * @param page from 1
 * @param pages how many there are
 */
public record TablePage(
    String name,
    String title,
    List<String> columns,
    int dimensions,
    List<Choice> choices,
    String chosen,
    List<Line> rows,
    int page,
    int pages) {
  private static final int LENGTH = 60;

  /** Copies the lists. */
  public TablePage {
    columns = List.copyOf(columns);
    choices = List.copyOf(choices);
    rows = List.copyOf(rows);
  }

  /** A code of the first dimension and its label. */
  public record Choice(String code, String label) {}

  /**
   * A cell.
   *
   * @param cell its codes joined by {@code |}, as comments name it
   * @param labels of its codes
   * @param figures as they are published; empty where hidden
   * @param hidden whether it is
   * @param reason why it is hidden, as the audit says it; empty when it is not
   */
  public record Line(
      String cell, List<String> labels, List<String> figures, boolean hidden, String reason) {

    /** Copies the lists. */
    public Line {
      labels = List.copyOf(labels);
      figures = List.copyOf(figures);
    }
  }

  static TablePage of(
      ReleaseFolder folder, Draft.Output output, Words words, String chosen, int page)
      throws IOException {
    PublishedTable table = PublishedTable.read(folder.output(output.name()));
    Map<List<String>, String> reasons = reasons(folder, output, table.spec());
    List<String> columns = new ArrayList<>();
    List<TableSpec.Dimension> dimensions = table.spec().dimensions();
    dimensions.forEach(d -> columns.add(output.column(d.column()).label()));
    table.spec().figures().forEach(f -> columns.add(output.column(f).label()));
    Map<String, Set<String>> twins = twins(table, output, words);
    List<Choice> choices = new ArrayList<>();
    String first = dimensions.get(0).column();
    table.cells().stream()
        .map(cell -> cell.codes().get(0))
        .distinct()
        .forEach(
            code -> choices.add(new Choice(code, named(table, output, first, code, words, twins))));
    List<PublishedTable.Cell> cells =
        table.cells().stream()
            .filter(cell -> chosen.isEmpty() || cell.codes().get(0).equals(chosen))
            .toList();
    int pages = Math.max(1, (cells.size() + LENGTH - 1) / LENGTH);
    int here = Math.max(1, Math.min(page, pages));
    List<Line> rows = new ArrayList<>();
    for (PublishedTable.Cell cell :
        cells.subList((here - 1) * LENGTH, Math.min(here * LENGTH, cells.size()))) {
      List<String> labels = new ArrayList<>();
      for (int d = 0; d < dimensions.size(); d++) {
        String column = dimensions.get(d).column();
        labels.add(named(table, output, column, cell.codes().get(d), words, twins));
      }
      rows.add(
          new Line(
              String.join("|", cell.codes()),
              labels,
              cell.figures().stream().map(figure -> figure(figure, words)).toList(),
              !cell.published(),
              cell.published() ? "" : reasons.getOrDefault(cell.codes(), "secondary")));
    }
    return new TablePage(
        output.name(),
        output.title(),
        columns,
        dimensions.size(),
        choices,
        chosen,
        rows,
        here,
        pages);
  }

  /** A code's label, with the code where another one of its column is called the same. */
  private static String named(
      PublishedTable table,
      Draft.Output output,
      String column,
      String code,
      Words words,
      Map<String, Set<String>> twins) {
    String label = label(table, output, column, code, words);
    return twins.get(column).contains(label) && !label.equals(code)
        ? label + " (" + code + ")"
        : label;
  }

  /** The labels that several codes share, by column: a region and its only department. */
  private static Map<String, Set<String>> twins(
      PublishedTable table, Draft.Output output, Words words) {
    Map<String, Set<String>> twins = new HashMap<>();
    List<TableSpec.Dimension> dimensions = table.spec().dimensions();
    for (int d = 0; d < dimensions.size(); d++) {
      int at = d;
      String column = dimensions.get(d).column();
      Set<String> once = new HashSet<>();
      Set<String> shared = new HashSet<>();
      table.cells().stream()
          .map(cell -> cell.codes().get(at))
          .distinct()
          .map(code -> label(table, output, column, code, words))
          .filter(label -> !once.add(label))
          .forEach(shared::add);
      twins.put(column, shared);
    }
    return twins;
  }

  /** What a code of a column is called. */
  static String label(
      PublishedTable table, Draft.Output output, String column, String code, Words words) {
    String told = output.column(column).codes().get(code);
    if (told != null) {
      return told;
    }
    Optional<String> label = table.codes(column).label(code);
    return label.orElse(code.equals(table.codes(column).root()) ? words.t("table.all") : code);
  }

  private static String figure(String text, Words words) {
    try {
      return text.isEmpty() || text.contains(".") ? text : words.number(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static Map<List<String>, String> reasons(
      ReleaseFolder folder, Draft.Output output, TableSpec spec) throws IOException {
    Map<List<String>, String> reasons = new HashMap<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in =
        Files.newBufferedReader(
            folder.output(output.name()).resolve("audit.csv"), StandardCharsets.UTF_8)) {
      for (CSVRecord row : format.parse(in)) {
        reasons.put(
            spec.dimensions().stream().map(d -> row.get(d.column())).toList(), row.get("reason"));
      }
    }
    return reasons;
  }
}
