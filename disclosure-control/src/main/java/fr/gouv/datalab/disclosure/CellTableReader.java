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
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads {@code TABLE.csv}, and the contributions beside it or in it. */
final class CellTableReader {

  private static final Set<String> YES = Set.of("1", "oui", "true", "o", "y", "yes");
  private static final Set<String> NO = Set.of("", "0", "non", "false", "n", "no");

  private final ProtectionSpec spec;
  private final CellTable.Builder builder;

  private CellTableReader(ProtectionSpec spec) {
    this.spec = spec;
    this.builder = CellTable.builder(spec);
  }

  static CellTable read(Path file, ProtectionSpec spec) {
    CellTableReader reader = new CellTableReader(spec);
    Optional<Respondents> respondents = spec.respondents();
    if (respondents.isEmpty() || respondents.get().file().isPresent()) {
      reader.cells(file);
    }
    if (respondents.isPresent()) {
      reader.contributions(respondents.get().file().orElse(file), respondents.get());
    }
    try {
      return reader.builder.build();
    } catch (BadInputException e) {
      throw new BadInputException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private void cells(Path file) {
    List<String> needed = new ArrayList<>(spec.columns());
    needed.addAll(spec.figures());
    needed.addAll(spec.contributors());
    List<String> optional = new ArrayList<>(spec.contributors());
    spec.holdings().ifPresent(optional::add);
    spec.absolute().ifPresent(optional::add);
    needed.addAll(optional);
    each(
        file,
        needed,
        row -> {
          Map<String, BigDecimal> figures = new HashMap<>();
          for (String column : spec.figures()) {
            figures.put(column, number(file, row, column));
          }
          for (String column : optional) {
            if (!row.get(column).isEmpty()) {
              figures.put(column, number(file, row, column));
            }
          }
          builder.add(new TableRow(codes(row), figures, row.getRecordNumber() + 1));
        });
  }

  private void contributions(Path file, Respondents form) {
    List<String> needed = new ArrayList<>(spec.columns());
    needed.add(form.unit());
    List.of(form.holding(), form.value(), form.weight(), form.request(), form.waiver())
        .forEach(column -> column.ifPresent(needed::add));
    each(
        file,
        needed,
        row -> {
          String unit = row.get(form.unit());
          String holding = form.holding().map(row::get).orElse("");
          if (unit.isEmpty()) {
            throw new BadInputException(at(file, row) + "there is no " + form.unit() + ".");
          }
          builder.contribute(
              new Contribution(
                  codes(row),
                  unit,
                  holding.isEmpty() ? "unit " + unit : "holding " + holding,
                  form.value().map(column -> number(file, row, column)).orElse(BigDecimal.ZERO),
                  form.weight().map(column -> weight(file, row, column)).orElse(BigDecimal.ONE),
                  form.request().map(column -> said(file, row, column)).orElse(false),
                  form.waiver().map(column -> said(file, row, column)).orElse(false),
                  row.getRecordNumber() + 1));
        });
  }

  private static BigDecimal weight(Path file, CSVRecord row, String column) {
    BigDecimal weight = number(file, row, column);
    if (weight.compareTo(BigDecimal.ONE) < 0) {
      throw new BadInputException(
          at(file, row)
              + "the "
              + column
              + " "
              + weight
              + " is below 1: a unit stands for itself.");
    }
    return weight;
  }

  private static boolean said(Path file, CSVRecord row, String column) {
    String text = row.get(column).strip().toLowerCase(java.util.Locale.ROOT);
    if (!YES.contains(text) && !NO.contains(text)) {
      throw new BadInputException(
          at(file, row) + "the " + column + " \"" + text + "\" is neither 1 nor 0, oui nor non.");
    }
    return YES.contains(text);
  }

  private List<String> codes(CSVRecord row) {
    return spec.columns().stream().map(row::get).toList();
  }

  private static void each(Path file, List<String> needed, Consumer<CSVRecord> consumer) {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser rows = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      Csv.require(file, rows, needed);
      for (CSVRecord row : rows) {
        Csv.requireConsistent(file, row, rows.getHeaderNames().size());
        consumer.accept(row);
      }
    } catch (IOException | UncheckedIOException e) {
      throw Csv.unreadable("The table ", file, e);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "The table " + file + " cannot be read as CSV: its header has a column twice or empty.",
          e);
    }
  }

  private static String at(Path file, CSVRecord row) {
    return "Line " + (row.getRecordNumber() + 1) + " of " + file + ": ";
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
          at(file, row)
              + "the "
              + column
              + " \""
              + text
              + "\" is not a number (write it with a point, without spaces).",
          e);
    }
  }
}
