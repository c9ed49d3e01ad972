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
public final class ProtectedTable implements SafeTable {

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final Pattern pattern;
  private final Audit.Interval[][] intervals;
  private final Verdict verdict;
  private final Notes notes;

  /**
   * What the report says besides.
   *
   * @param beside the tables that this one was compared with, by name
   */
  record Notes(List<Waiver> waivers, List<Advice> advice, List<String> beside) {
    Notes {
      waivers = List.copyOf(waivers);
      advice = List.copyOf(advice);
      beside = List.copyOf(beside);
    }

    static Notes none() {
      return new Notes(List.of(), List.of(), List.of());
    }
  }

  private final Proofs proofs;

  ProtectedTable(
      ProtectionSpec spec,
      Lattice lattice,
      Pattern pattern,
      Audit.Interval[][] intervals,
      Verdict verdict,
      Notes notes,
      Proofs proofs) {
    this.spec = spec;
    this.lattice = lattice;
    this.pattern = pattern;
    this.intervals = intervals;
    this.verdict = verdict;
    this.notes = notes;
    this.proofs = proofs;
  }

  ProtectedTable with(List<Waiver> given) {
    return noting(new Notes(given, notes.advice(), notes.beside()));
  }

  /** The same, with coarser tables that would keep more, for the report. */
  public ProtectedTable advised(List<Advice> given) {
    return noting(new Notes(notes.waivers(), given, notes.beside()));
  }

  /** The same, safe beside other tables too. */
  ProtectedTable beside(List<String> names) {
    return noting(new Notes(notes.waivers(), notes.advice(), names));
  }

  private ProtectedTable noting(Notes other) {
    return new ProtectedTable(spec, lattice, pattern, intervals, verdict, other, proofs);
  }

  /** The tables beside which this one is safe. */
  public List<String> beside() {
    return notes.beside();
  }

  /** Coarser tables that would keep more. */
  public List<Advice> advice() {
    return notes.advice();
  }

  /** Cells that a rule would hide and that someone let be shown. */
  public List<Waiver> waivers() {
    return notes.waivers();
  }

  /** What the table is. */
  @Override
  public ProtectionSpec spec() {
    return spec;
  }

  /** How many cells there are, margins included. */
  public int cells() {
    return lattice.size();
  }

  /** How many cells are published. */
  @Override
  public int published() {
    return lattice.size() - pattern.hidden();
  }

  /** How many cells are hidden. */
  @Override
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
  @Override
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
  @Override
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
  @Override
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
  @Override
  public void writeTo(Path directory) {
    OutputFolder.write(directory, files());
  }

  /**
   * The same, with {@code proofs.csv}, which {@link ProofCheck} checks without the engine.
   * Confidential as {@code audit.csv} is.
   *
   * @param directory must not exist, or be empty
   * @throws CannotProtectException when the verdict is not safe: nothing is written
   * @throws BadInputException when the directory holds something
   */
  public void writeWithProofsTo(Path directory) {
    Map<String, String> files = files();
    files.put("proofs.csv", ProofFile.text(this, proofs));
    OutputFolder.write(directory, files);
  }

  /**
   * The files, by name.
   *
   * @throws CannotProtectException when the verdict is not safe
   */
  public Map<String, String> files() {
    if (!verdict.safe()) {
      throw new CannotProtectException(
          "The table is not safe and is not written: " + verdict.shortfalls().get(0));
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("published.csv", TableFiles.published(this));
    files.put("audit.csv", TableFiles.audit(this));
    HolderList.of(this).ifPresent(list -> files.put(HolderList.FILE, list.text(this)));
    if (!notes.waivers().isEmpty()) {
      files.put("waivers.csv", TableFiles.waivers(this));
    }
    files.put("report.html", ReportPage.of(this));
    return files;
  }
}
