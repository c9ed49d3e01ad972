package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.Register;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.usecases.Output;
import fr.gouv.datalab.usecases.UseCaseFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table proposed for release, before its protection: its finest cells, its specification and the
 * hierarchies that it names. It holds published cells, never rows about persons.
 *
 * @param output what the use case says of it
 * @param spec read from {@code folder/spec.yaml}
 * @param table the finest cells
 * @param folder where the specification and the hierarchies are
 */
record Candidate(Output output, ProtectionSpec spec, CellTable table, Path folder) {
  /** More finest cells than this are not a table that someone reads. */
  static final int MOST_CELLS = 2_000_000;

  private static final String REGISTER = "register.csv";
  private static final Pattern HIERARCHY = Pattern.compile("hierarchy:\\s*\"?([A-Za-z0-9_.-]+)");

  /**
   * Computes the cells.
   *
   * @param folder a new directory for the specification and its hierarchies
   * @param units counts the units of a view that has them
   */
  static Candidate of(
      Output output, Views views, UseCaseFolder files, Path folder, UnitCells units) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("spec.yaml"), output.spec());
      Matcher named = HIERARCHY.matcher(output.spec());
      while (named.find()) {
        String file = named.group(1);
        String view = output.hierarchies().get(file);
        String text =
            view != null
                ? hierarchy(views.get(view))
                : files
                    .text(file)
                    .orElseThrow(
                        () ->
                            new BadDataException(
                                "The hierarchy "
                                    + file
                                    + " of "
                                    + output.name()
                                    + " is nowhere: "
                                    + "put it in the use case's folder."));
        Files.writeString(folder.resolve(file), text);
      }
      if (output.register().isPresent()) {
        Files.writeString(
            folder.resolve(REGISTER), register(output, views.get(output.register().get())));
      }
      ProtectionSpec spec = ProtectionSpec.read(folder.resolve("spec.yaml"));
      Dataset<Row> cells = units.cells(output, spec, views.get(output.from()));
      return new Candidate(output, spec, cells(output, spec, cells), folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What everyone knows of the table's codes. */
  Optional<Register> register() {
    return Optional.of(folder.resolve(REGISTER)).filter(Files::exists).map(Register::read);
  }

  private static String register(Output output, Dataset<Row> view) throws IOException {
    List<Row> rows = view.distinct().limit(MOST_CELLS + 1).collectAsList();
    if (rows.size() > MOST_CELLS) {
      throw new BadDataException(
          "The register of " + output.name() + " has more than " + MOST_CELLS + " rows.");
    }
    List<List<String>> sorted = new ArrayList<>();
    for (Row row : rows) {
      List<String> codes = new ArrayList<>();
      for (int column = 0; column < row.length(); column++) {
        codes.add(String.valueOf(row.get(column)));
      }
      sorted.add(codes);
    }
    sorted.sort(Comparator.comparing(codes -> String.join("\u0000", codes)));
    return csv(List.of(view.columns()), sorted);
  }

  private static String csv(List<String> header, List<List<String>> rows) throws IOException {
    StringWriter text = new StringWriter();
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    try (CSVPrinter printer = new CSVPrinter(text, format)) {
      printer.printRecord(header);
      printer.printRecords(rows);
    }
    return text.toString();
  }

  private static String hierarchy(Dataset<Row> view) throws IOException {
    List<Row> rows = new ArrayList<>(view.select("code", "parent", "label").collectAsList());
    rows.sort(Comparator.comparing(row -> row.getString(0)));
    List<List<String>> lines = new ArrayList<>();
    rows.forEach(
        row -> lines.add(Arrays.asList(row.getString(0), row.getString(1), row.getString(2))));
    return csv(List.of("code", "parent", "label"), lines);
  }

  private static CellTable cells(Output output, ProtectionSpec spec, Dataset<Row> view) {
    List<Row> rows = view.limit(MOST_CELLS + 1).collectAsList();
    if (rows.size() > MOST_CELLS) {
      throw new BadDataException(
          output.name() + " has more than " + MOST_CELLS + " cells: take coarser dimensions.");
    }
    Map<List<String>, Map<String, BigDecimal>> sorted =
        new TreeMap<>(Comparator.comparing(codes -> String.join("\u0000", codes)));
    for (Row row : rows) {
      UnitCells.require(output, row);
      List<String> codes = new ArrayList<>();
      for (String column : spec.columns()) {
        Object code = row.getAs(column);
        if (code == null) {
          throw new BadDataException(
              output.name() + " has a cell without a code for " + column + ": give it one.");
        }
        codes.add(code.toString());
      }
      Map<String, BigDecimal> figures = new HashMap<>();
      for (String column : spec.figures()) {
        Object figure = row.getAs(column);
        figures.put(column, figure == null ? BigDecimal.ZERO : new BigDecimal(figure.toString()));
      }
      sorted.put(codes, figures);
    }
    CellTable.Builder builder = CellTable.builder(spec);
    sorted.forEach(builder::add);
    return builder.build();
  }
}
