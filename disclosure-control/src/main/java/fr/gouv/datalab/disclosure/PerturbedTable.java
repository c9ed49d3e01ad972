package fr.gouv.datalab.disclosure;

import fr.gouv.datalab.disclosure.noise.Account;
import fr.gouv.datalab.disclosure.rounding.Sums;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A table of changed figures as it may be published, with what reviewers need to say so. No cell is
 * hidden; the audit is of those that a rule would hide.
 *
 * <p>Such a cell keeps an interval as wide as suppression would leave it, down and up together
 * (sliding protection; Fischetti and Salazar, 2000). Where the truth stands in it cannot be chosen:
 * a figure that was rounded down stands near its end.
 */
public final class PerturbedTable implements SafeTable {

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final long[][] published;
  private final boolean controlled;
  private final Blur blur;
  private final List<String> comparedWith;
  private final Optional<Account> account;
  private final Reason[] reasons;
  private final Audit.Interval[][] intervals;
  private final Verdict verdict;

  PerturbedTable(
      ProtectionSpec spec,
      Lattice lattice,
      Sums sums,
      long[][] published,
      Blur blur,
      boolean controlled,
      Optional<Account> account) {
    this.spec = spec;
    this.lattice = lattice;
    this.published = published;
    this.blur = blur;
    this.comparedWith = List.of();
    this.controlled = controlled;
    this.account = account;
    this.reasons = PrimaryRules.reasons(spec.policy(), lattice);
    this.intervals = new Audit.Interval[published.length][];
    List<String> shortfalls = new ArrayList<>();
    boolean exact = true;
    for (int f = 0; f < published.length && !blur.isUnbounded(); f++) {
      exact &= published[f] == null || audit(f, sums, shortfalls);
    }
    this.verdict = new Verdict(exact, shortfalls);
  }

  private PerturbedTable(PerturbedTable same, List<String> comparedWith, Verdict verdict) {
    this.spec = same.spec;
    this.lattice = same.lattice;
    this.published = same.published;
    this.blur = same.blur;
    this.comparedWith = List.copyOf(comparedWith);
    this.controlled = same.controlled;
    this.account = same.account;
    this.reasons = same.reasons;
    this.intervals = same.intervals;
    this.verdict = verdict;
  }

  /** The same, compared with tables published before. */
  PerturbedTable beside(List<String> others) {
    return new PerturbedTable(this, others, verdict);
  }

  /** The same, with more that falls short. */
  PerturbedTable falling(List<String> more) {
    List<String> all = new ArrayList<>(verdict.shortfalls());
    all.addAll(more);
    return new PerturbedTable(this, comparedWith, new Verdict(verdict.exact(), all));
  }

  private boolean audit(int f, Sums sums, List<String> shortfalls) {
    Needs needs = new Needs(spec, lattice);
    double[] least = new double[lattice.size()];
    double[] most = new double[lattice.size()];
    BigDecimal unit = BigDecimal.TEN.pow(lattice.scale(f));
    for (int cell = 0; cell < least.length; cell++) {
      least[cell] = blur.least(f, published[f][cell], sums.isFinest(cell), unit);
      most[cell] = blur.most(f, published[f][cell], sums.isFinest(cell), unit);
    }
    ToleranceAudit audit =
        new ToleranceAudit(sums, lattice.values(f), least, most, needs.nonNegative(f));
    intervals[f] = new Audit.Interval[lattice.size()];
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (!reasons[cell].isPrimary()) {
        continue;
      }
      long width = needs.down(f, cell) + needs.up(f, cell);
      Audit.Interval found = audit.interval(cell, width);
      intervals[f][cell] = found;
      if (found.upper() - found.lower() < width) {
        shortfalls.add(
            lattice.name(cell)
                + ": a reader infers its "
                + spec.figures().get(f)
                + " more closely than asked.");
      }
    }
    return audit.isExact();
  }

  /** What the table is. */
  @Override
  public ProtectionSpec spec() {
    return spec;
  }

  /** How many cells there are, margins included: all are published. */
  public int cells() {
    return lattice.size();
  }

  /** All cells. */
  @Override
  public int published() {
    return lattice.size();
  }

  /** None. */
  @Override
  public int suppressed() {
    return 0;
  }

  /** All units are in figures that are shown, changed as they are. */
  @Override
  public double informationKept() {
    return 1;
  }

  /** How many cells a rule would hide. */
  public int primary() {
    int primary = 0;
    for (Reason reason : reasons) {
      primary += reason.isPrimary() ? 1 : 0;
    }
    return primary;
  }

  /** How far the truth may be from what is published, as readers are told. */
  public Blur blur() {
    return blur;
  }

  /** The tables of its source that were public when it was made, by name. */
  public List<String> comparedWith() {
    return comparedWith;
  }

  /** Every cell, with its published figures. */
  void each(BiConsumer<List<String>, List<BigDecimal>> consumer) {
    for (int cell = 0; cell < lattice.size(); cell++) {
      consumer.accept(lattice.codesOf(cell), numbers(cell));
    }
  }

  /** Those that a rule would hide, with their true figures. */
  void eachThatARuleWouldHide(BiConsumer<List<String>, List<BigDecimal>> consumer) {
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (reasons[cell].isPrimary()) {
        List<BigDecimal> truth = new ArrayList<>();
        for (int f = 0; f < published.length; f++) {
          if (published[f] != null) {
            truth.add(BigDecimal.valueOf(lattice.value(f, cell), lattice.scale(f)));
          }
        }
        consumer.accept(lattice.codesOf(cell), truth);
      }
    }
  }

  /** Whether every rounded cell went to a multiple next to it. */
  public boolean controlled() {
    return controlled;
  }

  /** The population's account after this table, for differential privacy. */
  public Optional<Account> account() {
    return account;
  }

  /** Whether cells that a rule would hide are told no more closely than asked. */
  @Override
  public Verdict verdict() {
    return verdict;
  }

  /** The mean distance between published and true figures, over all cells, in the figure's unit. */
  public double meanDistance(int figure) {
    double sum = 0;
    for (int cell = 0; cell < lattice.size(); cell++) {
      sum += Math.abs(published[figure][cell] - lattice.value(figure, cell));
    }
    return sum / lattice.size() / Math.pow(10, lattice.scale(figure));
  }

  /** The largest distance between published and true figures, in the figure's unit. */
  public double largestDistance(int figure) {
    long largest = 0;
    for (int cell = 0; cell < lattice.size(); cell++) {
      largest = Math.max(largest, Math.abs(published[figure][cell] - lattice.value(figure, cell)));
    }
    return largest / Math.pow(10, lattice.scale(figure));
  }

  /**
   * The published figures at these codes; empty where the cell does not exist.
   *
   * @param codes one for each dimension
   */
  @Override
  public Optional<List<BigDecimal>> figures(String... codes) {
    int[] at = new int[codes.length];
    for (int d = 0; d < codes.length; d++) {
      at[d] = lattice.hierarchy(d).indexOf(codes[d]);
      if (at[d] < 0) {
        return Optional.empty();
      }
    }
    int cell = lattice.find(at);
    return cell < 0 ? Optional.empty() : Optional.of(numbers(cell));
  }

  /** Names of the published figures. */
  List<String> shown() {
    List<String> names = new ArrayList<>();
    for (int f = 0; f < published.length; f++) {
      if (published[f] != null) {
        names.add(spec.figures().get(f));
      }
    }
    return names;
  }

  private List<BigDecimal> numbers(int cell) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (int f = 0; f < published.length; f++) {
      if (published[f] != null) {
        numbers.add(BigDecimal.valueOf(published[f][cell], lattice.scale(f)));
      }
    }
    return numbers;
  }

  /**
   * Writes {@code published.csv}, {@code perturbation.json} (how the table was changed, for its
   * readers), {@code audit.csv} and {@code report.html} to a new directory, all or nothing.
   *
   * @throws CannotProtectException when the verdict is unsafe, or the directory cannot be written
   * @throws BadInputException when the directory holds something
   */
  @Override
  public void writeTo(Path directory) {
    OutputFolder.write(directory, files());
  }

  private Map<String, String> files() {
    if (!verdict.safe()) {
      throw new CannotProtectException(shortfall());
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("published.csv", publishedFile());
    files.put("audit.csv", auditFile());
    files.put(Blur.FILE, blur.json());
    files.put("report.html", PerturbationReport.of(this));
    return files;
  }

  /** Why it is not published, when its verdict is unsafe. */
  String shortfall() {
    return verdict.shortfalls().size()
        + " figure(s) would be told more closely than asked, so the table was not written: "
        + verdict.shortfalls().get(0)
        + " Take a larger base or more noise.";
  }

  private String publishedFile() {
    List<String> header = new ArrayList<>(spec.columns());
    header.addAll(shown());
    header.add("status");
    StringBuilder text = new StringBuilder();
    TableFiles.line(text, header);
    for (int cell = 0; cell < lattice.size(); cell++) {
      List<String> fields = new ArrayList<>(lattice.codesOf(cell));
      numbers(cell).forEach(number -> fields.add(number.toPlainString()));
      fields.add("v");
      TableFiles.line(text, fields);
    }
    return text.toString();
  }

  private String auditFile() {
    List<String> header = new ArrayList<>(spec.columns());
    header.addAll(List.of("figure", "value", "published", "reason", "lower", "upper"));
    StringBuilder text = new StringBuilder();
    TableFiles.line(text, header);
    for (int cell = 0; cell < lattice.size(); cell++) {
      for (int f = 0; f < published.length; f++) {
        if (reasons[cell].isPrimary() && published[f] != null) {
          List<String> fields = new ArrayList<>(lattice.codesOf(cell));
          fields.add(spec.figures().get(f));
          fields.add(BigDecimal.valueOf(lattice.value(f, cell), lattice.scale(f)).toPlainString());
          fields.add(BigDecimal.valueOf(published[f][cell], lattice.scale(f)).toPlainString());
          fields.add(reasons[cell].word());
          Audit.Interval interval = intervals[f] == null ? null : intervals[f][cell];
          fields.add(interval == null ? "" : bound(f, interval.lower()));
          fields.add(interval == null ? "" : bound(f, interval.upper()));
          TableFiles.line(text, fields);
        }
      }
    }
    return text.toString();
  }

  private String bound(int figure, double bound) {
    return Double.isInfinite(bound)
        ? ""
        : BigDecimal.valueOf(Math.round(bound), lattice.scale(figure)).toPlainString();
  }

  /** The narrowest interval that a reader gets of a cell that a rule would hide, in units. */
  Optional<Double> narrowest(int figure) {
    if (intervals[figure] == null) {
      return Optional.empty();
    }
    double least = Double.POSITIVE_INFINITY;
    for (Audit.Interval interval : intervals[figure]) {
      if (interval != null) {
        least = Math.min(least, interval.upper() - interval.lower());
      }
    }
    return Double.isInfinite(least)
        ? Optional.empty()
        : Optional.of(least / Math.pow(10, lattice.scale(figure)));
  }
}
