package fr.gouv.datalab.releases;

import fr.gouv.datalab.refusals.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Whether a protected table may be published, read from its own files: every cell that is hidden
 * has a row in {@code audit.csv}, whose interval is as wide as {@code spec.yaml} asks, and no
 * published cell is below the policy's frequency. It repeats the disclosure check's own verdict on
 * what reached the release, so that a file that was edited on the way is refused.
 *
 * @param published number of published cells
 * @param suppressed number of suppressed cells
 * @param narrowest the narrowest interval an attacker gets, its width as a share of the cell's
 *     value; 0 when nothing is suppressed
 * @param shortfalls a sentence for each thing that is not safe
 */
public record AuditVerdict(
    long published, long suppressed, double narrowest, List<String> shortfalls) {
  static final double TOLERANCE = 1e-6;

  /** Copies the sentences. */
  public AuditVerdict {
    shortfalls = List.copyOf(shortfalls);
  }

  /** Whether the table may be published. */
  public boolean safe() {
    return shortfalls.isEmpty();
  }

  /** {@code safe} or {@code unsafe}. */
  public String word() {
    return safe() ? "safe" : "unsafe";
  }

  /**
   * Reads the verdict of a folder.
   *
   * @throws BadDataException when a file is not what it should be
   */
  public static AuditVerdict of(Path folder) throws IOException {
    PublishedTable table = PublishedTable.read(folder);
    TableSpec spec = table.spec();
    if (spec.isChanged()) {
      return ChangedVerdict.of(table, folder.resolve("audit.csv"));
    }
    List<String> shortfalls = new ArrayList<>();
    tooFew(table, shortfalls);
    Set<List<String>> audited = new HashSet<>();
    double narrowest = Double.POSITIVE_INFINITY;
    Path file = folder.resolve("audit.csv");
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser csv = PublishedTable.format().parse(in)) {
      for (CSVRecord row : csv) {
        List<String> codes = spec.dimensions().stream().map(d -> row.get(d.column())).toList();
        audited.add(codes);
        String name = String.join(" x ", codes);
        if (table.cell(codes).filter(cell -> !cell.published()).isEmpty()) {
          shortfalls.add("The audit has the cell " + name + ", which is not a hidden one.");
          continue;
        }
        double value = number(row, "value", Double.NaN);
        double lower = number(row, "lower", 0);
        double upper = number(row, "upper", Double.POSITIVE_INFINITY);
        boolean held = spec.everyCell() || !row.get("reason").equals("secondary");
        double half = held ? spec.halfWidth(value) : 0;
        double down = value >= 0 ? Math.max(0, value - half) : value - half;
        double slack = TOLERANCE * Math.max(1, Math.abs(value));
        if (!(lower <= upper + slack)
            || lower > down + slack
            || upper < value + half - slack
            || upper - lower <= slack) {
          shortfalls.add("The hidden cell " + name + " can be inferred too closely.");
        }
        narrowest = Math.min(narrowest, (upper - lower) / Math.max(1, Math.abs(value)));
      }
    } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
      throw new BadDataException(file + " is not an audit: " + e.getMessage(), e);
    }
    for (PublishedTable.Cell cell : table.cells()) {
      if (!cell.published() && !audited.contains(cell.codes())) {
        shortfalls.add("The hidden cell " + cell.name() + " was not audited.");
      }
    }
    return new AuditVerdict(
        table.published(),
        table.suppressed(),
        Double.isInfinite(narrowest) ? 0 : narrowest,
        shortfalls);
  }

  private static void tooFew(PublishedTable table, List<String> shortfalls) {
    for (PublishedTable.Cell cell : table.cells()) {
      double frequency = cell.frequency().orElse(0);
      if (frequency > 0 && frequency < table.spec().minimumFrequency()) {
        shortfalls.add("The published cell " + cell.name() + " has too few units.");
      }
    }
  }

  static double number(CSVRecord row, String column, double absent) {
    String text = row.get(column);
    if (text.isEmpty() && !Double.isNaN(absent)) {
      return absent;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "line " + (row.getRecordNumber() + 1) + " has no number in `" + column + "`", e);
    }
  }
}
