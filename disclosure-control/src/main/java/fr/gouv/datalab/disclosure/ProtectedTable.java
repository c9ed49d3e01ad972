package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table as it may be published, with what reviewers need to say so: every cell of every margin,
 * its status, why it is hidden, and what a reader can still infer.
 */
public final class ProtectedTable {

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final Pattern pattern;
  private final Audit.Interval[][] intervals;
  private final Verdict verdict;
  private final List<Waiver> waivers;

  ProtectedTable(
      ProtectionSpec spec,
      Lattice lattice,
      Pattern pattern,
      Audit.Interval[][] intervals,
      Verdict verdict,
      List<Waiver> waivers) {
    this.spec = spec;
    this.lattice = lattice;
    this.pattern = pattern;
    this.intervals = intervals;
    this.verdict = verdict;
    this.waivers = List.copyOf(waivers);
  }

  ProtectedTable with(List<Waiver> given) {
    return new ProtectedTable(spec, lattice, pattern, intervals, verdict, given);
  }

  /** Cells that a rule would hide and that someone let be shown. */
  public List<Waiver> waivers() {
    return waivers;
  }

  /** What the table is. */
  public ProtectionSpec spec() {
    return spec;
  }

  /** How many cells there are, margins included. */
  public int cells() {
    return lattice.size();
  }

  /** How many cells are published. */
  public int published() {
    return lattice.size() - pattern.hidden();
  }

  /** How many cells are hidden. */
  public int suppressed() {
    return pattern.hidden();
  }

  /** How many cells a rule hides by itself. */
  public int primary() {
    int primary = 0;
    for (int cell = 0; cell < lattice.size(); cell++) {
      primary += pattern.isPrimary(cell) ? 1 : 0;
    }
    return primary;
  }

  /** The share of all units, over finest cells, that stands in published finest cells. */
  public double informationKept() {
    double all = 0;
    double kept = 0;
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (lattice.isFinest(cell)) {
        all += lattice.value(0, cell);
        kept += pattern.isHidden(cell) ? 0 : lattice.value(0, cell);
      }
    }
    return all == 0 ? 1 : kept / all;
  }

  /**
   * What secondary suppression leaves of what the rules alone would publish: the share of their
   * value, over all cells, margins included. The value is the magnitude where there is one, else
   * the frequency.
   */
  public double valueKept() {
    double all = 0;
    double kept = 0;
    for (int cell = 0; cell < lattice.size(); cell++) {
      double value = Math.abs((double) lattice.value(spec.mainFigure(), cell));
      all += pattern.isPrimary(cell) ? 0 : value;
      kept += pattern.isHidden(cell) ? 0 : value;
    }
    return all == 0 ? 1 : kept / all;
  }

  /** Whether what is published keeps what is hidden. */
  public Verdict verdict() {
    return verdict;
  }

  /** The hidden cells with what a reader infers of each; confidential. */
  public List<AuditRow> audit() {
    List<AuditRow> rows = new ArrayList<>();
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (pattern.isHidden(cell)) {
        List<AuditRow.Range> ranges = new ArrayList<>();
        for (int f = 0; f < lattice.figures(); f++) {
          double scale = Math.pow(10, lattice.scale(f));
          ranges.add(
              new AuditRow.Range(
                  number(f, cell),
                  intervals[f][cell].lower() / scale,
                  intervals[f][cell].upper() / scale));
        }
        rows.add(new AuditRow(lattice.codesOf(cell), pattern.reason(cell), ranges));
      }
    }
    return rows;
  }

  /**
   * The published figures at these codes; empty where the cell is hidden or does not exist.
   *
   * @param codes one for each dimension
   */
  public Optional<List<BigDecimal>> figures(String... codes) {
    int cell = cell(codes);
    if (cell < 0 || pattern.isHidden(cell)) {
      return Optional.empty();
    }
    List<BigDecimal> figures = new ArrayList<>();
    for (int f = 0; f < lattice.figures(); f++) {
      figures.add(number(f, cell));
    }
    return Optional.of(figures);
  }

  /** Why the cell at these codes is hidden; {@link Reason#SHOWN} when it is not. */
  public Reason reason(String... codes) {
    int cell = cell(codes);
    return cell < 0 ? Reason.SHOWN : pattern.reason(cell);
  }

  private int cell(String... codes) {
    int[] at = new int[codes.length];
    for (int d = 0; d < at.length; d++) {
      at[d] = lattice.hierarchy(d).indexOf(codes[d]);
      if (at[d] < 0) {
        return -1;
      }
    }
    return lattice.find(at);
  }

  BigDecimal number(int figure, int cell) {
    return BigDecimal.valueOf(lattice.value(figure, cell), lattice.scale(figure));
  }

  Lattice lattice() {
    return lattice;
  }

  Pattern pattern() {
    return pattern;
  }

  Audit.Interval interval(int figure, int cell) {
    return intervals[figure][cell];
  }

  /**
   * Writes {@code published.csv}, {@code audit.csv}, {@code report.html} and, where there are some,
   * {@code waivers.csv}, all or nothing: a directory that appears is whole. The same table gives
   * the same bytes.
   *
   * @param directory must not exist, or be empty
   * @throws CannotProtectException when the verdict is not safe: nothing is written
   * @throws BadInputException when the directory holds something
   */
  public void writeTo(Path directory) {
    if (!verdict.safe()) {
      throw new CannotProtectException(
          "The table is not safe and is not written: " + verdict.shortfalls().get(0));
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("published.csv", TableFiles.published(this));
    files.put("audit.csv", TableFiles.audit(this));
    if (!waivers.isEmpty()) {
      files.put("waivers.csv", TableFiles.waivers(this));
    }
    files.put("report.html", ReportPage.of(this));
    OutputFolder.write(directory, files);
  }
}
