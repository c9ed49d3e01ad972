package fr.gouv.datalab.cli.disclose;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.Method;
import fr.gouv.datalab.disclosure.OutputFolder;
import fr.gouv.datalab.disclosure.Perturbation;
import fr.gouv.datalab.disclosure.PerturbedTable;
import fr.gouv.datalab.disclosure.ProtectedTable;
import fr.gouv.datalab.disclosure.Protection;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.noise.BudgetLedger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab disclose protect TABLE.csv --spec SPEC.yaml --out DIR}: writes the table as it may
 * be published, the audit for reviewers and the report, or nothing.
 */
@Command
public final class ProtectCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "TABLE.csv", description = "The finest cells; margins are computed.")
  private Path table;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "SPEC.yaml",
      description = "What the table is and the rules it must keep.")
  private Path spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A new directory for published.csv, audit.csv and report.html.")
  private Path out;

  @Option(
      names = "--ledger",
      paramLabel = "LEDGER.json",
      description =
          "Where losses of privacy are kept, for protect: dp (default: ledger.json beside the"
              + " specification).")
  private Path ledger;

  @Override
  public Integer call() {
    ProtectionSpec rules = ProtectionSpec.read(spec);
    CellTable cells = CellTable.read(table, rules);
    if (!(rules.method() instanceof Method.Suppress)) {
      return perturb(rules, cells);
    }
    console.progress("Protecting " + cells.cells() + " cells ...");
    ProtectedTable safe = Protection.of(rules, cells);
    safe.writeTo(out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("verdict", safe.verdict().word());
    result.put("cells", cells.cells());
    result.put("published", safe.published());
    result.put("suppressed", safe.suppressed());
    result.put("primary", safe.primary());
    result.put("secondary", safe.suppressed() - safe.primary());
    result.put("informationKept", safe.informationKept());
    result.put("exactIntervals", safe.verdict().exact());
    result.put("directory", out.toString());
    console.result(
        result,
        String.format(
            Locale.ROOT,
            "%s: %d of %d cells are published, %d are hidden (%d by a rule, %d to protect them);"
                + " %.1f %% of the units of finest cells are shown.%nWritten to %s.",
            safe.verdict().word(),
            safe.published(),
            cells.cells(),
            safe.suppressed(),
            safe.primary(),
            safe.suppressed() - safe.primary(),
            100 * safe.informationKept(),
            out));
    return 0;
  }

  private int perturb(ProtectionSpec rules, CellTable cells) {
    // A loss is taken before noise is drawn: nothing may fail after it that could have before.
    OutputFolder.requireNew(out);
    console.progress("Protecting " + cells.cells() + " cells ...");
    Path losses = ledger != null ? ledger : spec.toAbsolutePath().resolveSibling("ledger.json");
    PerturbedTable safe = Perturbation.of(rules, cells, BudgetLedger.at(losses));
    safe.writeTo(out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("verdict", safe.verdict().word());
    result.put("cells", safe.cells());
    result.put("published", safe.cells());
    result.put("suppressed", 0);
    result.put("primary", safe.primary());
    result.put("meanDistance", safe.meanDistance(0));
    result.put("largestDistance", safe.largestDistance(0));
    result.put("exactIntervals", safe.verdict().exact());
    safe.account()
        .ifPresent(
            account -> {
              result.put("population", account.population());
              result.put("spent", account.spent());
              result.put("budget", account.budget());
            });
    result.put("directory", out.toString());
    console.result(
        result,
        String.format(
            Locale.ROOT,
            "%s: %d cells are published, changed by %.2f on average and %.0f at the most; a rule"
                + " would hide %d of them.%s%nWritten to %s.",
            safe.verdict().word(),
            safe.cells(),
            safe.meanDistance(0),
            safe.largestDistance(0),
            safe.primary(),
            safe.account()
                .map(
                    account ->
                        String.format(
                            Locale.ROOT,
                            "%nThe population %s has lost %s of its budget of %s (zCDP).",
                            account.population(),
                            account.spent().toPlainString(),
                            account.budget().toPlainString()))
                .orElse(""),
            out));
    return 0;
  }
}
