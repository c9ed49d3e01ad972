package fr.gouv.datalab.cli.disclose;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.Inference;
import fr.gouv.datalab.disclosure.Population;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.PublishedAudit;
import fr.gouv.datalab.disclosure.PublishedTable;
import fr.gouv.datalab.disclosure.Verdict;
import fr.gouv.datalab.refusals.UsageException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab disclose audit PUBLISHED.csv --spec SPEC.yaml [--truth AUDIT.csv]}: what a reader
 * infers of each hidden cell, from the table alone or with what else it has. Ends with 3 when a
 * cell is inferred exactly or, with the truth, more closely than the specification asks.
 */
@Command
public final class AuditCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Mixin private Console console;

  @Parameters(paramLabel = "PUBLISHED.csv", description = "A table as it is published.")
  private Path published;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "SPEC.yaml",
      description = "What the table is and the intervals it must keep.")
  private Path spec;

  @Option(
      names = "--truth",
      paramLabel = "AUDIT.csv",
      description = "The audit.csv that goes with the table: also checks widths.")
  private Path truth;

  @Option(
      names = "--known",
      paramLabel = "KNOWN.csv",
      description = "Cells that the reader knows from elsewhere: a total, a contributor's own.")
  private Path known;

  @Option(
      names = "--population",
      paramLabel = "COLUMN=CODE,CODE",
      description = "The units that the table counts, when not all of its source; repeatable.")
  private List<String> population = new ArrayList<>();

  @Option(
      names = "--intervals-up-to",
      paramLabel = "N",
      defaultValue = "4000",
      description =
          "Above N hidden cells tied together, says which are exact, not each interval"
              + " (default: ${DEFAULT-VALUE}).")
  private int intervalsUpTo;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<OtherTable> others = new ArrayList<>();

  /** Another table of the same source and date that the reader has too. */
  static final class OtherTable {
    @Option(
        names = "--with",
        required = true,
        paramLabel = "OTHER.csv",
        description = "Another published table of the same source and date; repeatable.")
    private Path table;

    @Option(
        names = "--with-spec",
        required = true,
        paramLabel = "OTHER.yaml",
        description = "The specification of the table before it.")
    private Path spec;

    @Option(
        names = "--with-population",
        paramLabel = "COLUMN=CODE,CODE",
        description = "The units that it counts, when not all of the source.")
    private List<String> population = new ArrayList<>();
  }

  @Override
  public Integer call() {
    ProtectionSpec rules = ProtectionSpec.read(spec);
    PublishedTable table = PublishedTable.read(published, rules);
    PublishedAudit audit =
        PublishedAudit.of(table, population(population)).intervalsUpTo(intervalsUpTo);
    if (known != null) {
      audit = audit.knowing(known);
    }
    for (OtherTable other : others) {
      audit =
          audit.with(
              other.table.toString(),
              population(other.population),
              PublishedTable.read(other.table, ProtectionSpec.read(other.spec)));
    }
    List<Inference> inferences = audit.infer();
    Verdict verdict = truth == null ? audit.verdict(inferences) : audit.verdict(inferences, truth);
    console.result(
        document(rules, table, inferences, verdict), words(rules, table, inferences, verdict));
    return verdict.safe() ? 0 : 3;
  }

  /** Of one source and date, whatever they are. */
  private static Population population(List<String> filters) {
    Map<String, Set<String>> kept = new LinkedHashMap<>();
    for (String filter : filters) {
      int equals = filter.indexOf('=');
      if (equals < 1) {
        throw new UsageException(
            "A population is COLUMN=CODE,CODE: \"" + filter + "\" has no column.");
      }
      kept.put(filter.substring(0, equals), Set.of(filter.substring(equals + 1).split(",")));
    }
    return new Population("source", LocalDate.EPOCH, kept);
  }

  private static Map<String, Object> document(
      ProtectionSpec rules, PublishedTable table, List<Inference> inferences, Verdict verdict) {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (Inference each : inferences) {
      Map<String, Object> cell = new LinkedHashMap<>();
      for (int d = 0; d < rules.columns().size(); d++) {
        cell.put(rules.columns().get(d), each.codes().get(d));
      }
      for (int f = 0; f < rules.shown().size(); f++) {
        Inference.Bounds bounds = each.figures().get(f);
        Map<String, Object> interval = new LinkedHashMap<>();
        interval.put("lower", finite(bounds.lower()));
        interval.put("upper", finite(bounds.upper()));
        cell.put(rules.shown().get(f), interval);
      }
      cells.add(cell);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("verdict", verdict.word());
    document.put("cells", table.cells());
    document.put("suppressed", table.suppressed());
    document.put("shortfalls", verdict.shortfalls());
    document.put("inferred", cells);
    return document;
  }

  /** JSON has no infinity: an end that nothing bounds is null. */
  private static Double finite(double bound) {
    return Double.isInfinite(bound) ? null : bound;
  }

  private String words(
      ProtectionSpec rules, PublishedTable table, List<Inference> inferences, Verdict verdict) {
    List<String> lines = new ArrayList<>();
    lines.add(
        verdict.word()
            + ": "
            + (rules.isChanged()
                ? "the figures of all "
                    + table.cells()
                    + " cells were changed; of those that may be small, "
                : table.suppressed() + " of " + table.cells() + " cells are hidden; ")
            + (verdict.safe()
                ? truth == null
                    ? "none can be inferred exactly."
                    : "each keeps the interval asked for."
                : verdict.shortfalls().size() + " figure(s) fall short."));
    verdict.shortfalls().stream().limit(SHOWN).forEach(line -> lines.add("  " + line));
    if (verdict.shortfalls().size() > SHOWN) {
      lines.add("  ... --json shows them all.");
    }
    inferences.stream()
        .limit(verdict.safe() ? SHOWN : 0)
        .forEach(each -> lines.add("  " + line(rules, each)));
    if (verdict.safe() && inferences.size() > SHOWN) {
      lines.add("  ... --json shows them all.");
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String line(ProtectionSpec rules, Inference each) {
    StringBuilder line = new StringBuilder(String.join(", ", each.codes())).append(':');
    for (int f = 0; f < rules.shown().size(); f++) {
      Inference.Bounds bounds = each.figures().get(f);
      line.append(' ').append(rules.shown().get(f)).append(" from ").append(plain(bounds.lower()));
      line.append(Double.isInfinite(bounds.upper()) ? " up" : " to " + plain(bounds.upper()));
    }
    return line.toString();
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }
}
