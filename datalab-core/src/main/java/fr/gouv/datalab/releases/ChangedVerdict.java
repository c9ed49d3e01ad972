package fr.gouv.datalab.releases;

import fr.gouv.datalab.refusals.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The verdict on a table whose figures were changed, read from its own files: each cell that a rule
 * would hide has a published figure that is the one of the audit, and an interval as wide as
 * suppression would leave it, its two sides together. Noise that is paid from a privacy budget has
 * no interval: its guarantee is the budget's.
 */
final class ChangedVerdict {
  private ChangedVerdict() {}

  static AuditVerdict of(PublishedTable table, Path file) throws IOException {
    TableSpec spec = table.spec();
    List<String> shortfalls = new ArrayList<>();
    double narrowest = Double.POSITIVE_INFINITY;
    if (table.suppressed() > 0) {
      shortfalls.add("The table was changed and hides cells: it is one or the other.");
    }
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser csv = PublishedTable.format().parse(in)) {
      for (CSVRecord row : csv) {
        List<String> codes = spec.dimensions().stream().map(d -> row.get(d.column())).toList();
        String name = String.join(" x ", codes);
        int figure = spec.figures().indexOf(row.get("figure"));
        double value = AuditVerdict.number(row, "value", Double.NaN);
        double shown = AuditVerdict.number(row, "published", Double.NaN);
        boolean there =
            figure >= 0
                && table
                    .cell(codes)
                    .filter(cell -> Double.parseDouble(cell.figures().get(figure)) == shown)
                    .isPresent();
        if (!there) {
          shortfalls.add("The audit has of the cell " + name + " a figure that is not published.");
          continue;
        }
        if (spec.protect().equals("dp")) {
          continue;
        }
        double lower = AuditVerdict.number(row, "lower", Double.NEGATIVE_INFINITY);
        double upper = AuditVerdict.number(row, "upper", Double.POSITIVE_INFINITY);
        double half = Math.max(1, Math.ceil(spec.halfWidth(value) - AuditVerdict.TOLERANCE));
        double down = value >= 0 ? Math.min(half, value) : half;
        double slack = AuditVerdict.TOLERANCE * Math.max(1, Math.abs(value));
        boolean counts = figure == 0 || !spec.magnitude();
        if (upper - lower < (counts ? down + half : spec.halfWidth(value)) - slack) {
          shortfalls.add("The changed cell " + name + " can be inferred too closely.");
        }
        narrowest = Math.min(narrowest, (upper - lower) / Math.max(1, Math.abs(value)));
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new BadDataException(file + " is not an audit: " + e.getMessage(), e);
    }
    return new AuditVerdict(
        table.published(), 0, Double.isInfinite(narrowest) ? 0 : narrowest, shortfalls);
  }
}
