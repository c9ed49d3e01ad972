package fr.gouv.datalab.cli.disclose;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.Advice;
import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.Coarsening;
import fr.gouv.datalab.disclosure.LinkedTables;
import fr.gouv.datalab.disclosure.Method;
import fr.gouv.datalab.disclosure.OutputFolder;
import fr.gouv.datalab.disclosure.Perturbation;
import fr.gouv.datalab.disclosure.PerturbedTable;
import fr.gouv.datalab.disclosure.ProtectedTable;
import fr.gouv.datalab.disclosure.Protection;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.noise.BudgetLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code datalab disclose protect TABLE.csv... --spec SPEC.yaml... --out DIR}: writes the table as
 * it may be published, the audit for reviewers and the report, or nothing; several tables of the
 * same units together, each in its folder.
 */
@Command
public final class ProtectCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "TABLE.csv",
      arity = "1..*",
      description =
          "The finest cells; margins are computed. Several tables of the same units are protected"
              + " together.")
  private List<Path> tables;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "SPEC.yaml",
      description =
          "What the table is and the rules it must keep; one for each table, in their order, or one"
              + " for all.")
  private List<Path> specs;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "A new directory for published.csv, audit.csv and report.html; with several tables, a"
              + " folder for each.")
  private Path out;

  @Option(
      names = "--ledger",
      paramLabel = "LEDGER.json",
      description =
          "Where losses of privacy are kept, for protect: dp (default: ledger.json beside the"
              + " specification).")
  private Path ledger;

  @Option(
      names = "--advice",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Tries coarser tables that would keep more: auto (when less than 80 %% is kept) or never"
              + " (default: ${DEFAULT-VALUE}).")
  private Advise advise;

  /** When coarser tables are tried. */
  enum Advise {
    auto,
    never
  }

  @Override
  public Integer call() {
    if (specs.size() != 1 && specs.size() != tables.size()) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          tables.size() + " tables and " + specs.size() + " specifications: give one for each.");
    }
    OutputFolder.requireNew(out);
    return tables.size() > 1 ? together() : alone();
  }

  private int alone() {
    ProtectionSpec rules = ProtectionSpec.read(specs.get(0));
    CellTable cells = CellTable.read(tables.get(0), rules);
    if (!(rules.method() instanceof Method.Suppress)) {
      return perturb(rules, cells);
    }
    console.progress("Protecting " + cells.cells() + " cells ...");
    ProtectedTable safe = advised(cells, Protection.of(rules, cells));
    safe.writeWithProofsTo(out);
    Map<String, Object> result = document(safe);
    result.put("directory", out.toString());
    console.result(result, words(safe) + String.format("%nWritten to %s.", out));
    return 0;
  }

  private int together() {
    Map<String, CellTable> cells = new LinkedHashMap<>();
    for (int t = 0; t < tables.size(); t++) {
      ProtectionSpec rules = ProtectionSpec.read(specs.get(specs.size() == 1 ? 0 : t));
      String name = tables.get(t).getFileName().toString().replaceFirst("\\.[^.]*$", "");
      if (cells.put(name, CellTable.read(tables.get(t), rules)) != null) {
        throw new CommandLine.ParameterException(
            command.commandLine(), "Two tables are called " + name + ": rename one.");
      }
    }
    console.progress("Protecting " + cells.size() + " tables together ...");
    Map<String, ProtectedTable> safe = LinkedTables.protect(cells);
    Map<String, String> files = new LinkedHashMap<>();
    Map<String, Object> documents = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    safe.forEach(
        (name, table) -> {
          table.files().forEach((file, text) -> files.put(name + "/" + file, text));
          documents.put(name, document(table));
          lines.add(name + ": " + words(table));
        });
    OutputFolder.write(out, files);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tables", documents);
    result.put("directory", out.toString());
    lines.add("Each is safe beside the others. Written to " + out + ".");
    console.result(result, String.join(System.lineSeparator(), lines));
    return 0;
  }

  private ProtectedTable advised(CellTable cells, ProtectedTable safe) {
    if (advise == Advise.never || safe.informationKept() >= Coarsening.TOO_LITTLE) {
      return safe;
    }
    console.progress("Trying coarser tables ...");
    return safe.advised(Coarsening.of(cells, safe));
  }

  private static Map<String, Object> document(ProtectedTable safe) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("verdict", safe.verdict().word());
    result.put("cells", safe.cells());
    result.put("published", safe.published());
    result.put("suppressed", safe.suppressed());
    result.put("primary", safe.primary());
    result.put("secondary", safe.suppressed() - safe.primary());
    result.put("informationKept", safe.informationKept());
    result.put("exactIntervals", safe.verdict().exact());
    result.put("waivers", safe.waivers().size());
    List<Map<String, Object>> advice = new ArrayList<>();
    for (Advice each : safe.advice()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("dimension", each.column());
      one.put("merge", each.change().name().toLowerCase(Locale.ROOT));
      one.put("codes", each.codes());
      one.put("cells", each.cells());
      one.put("published", each.published());
      one.put("informationKept", each.informationKept());
      advice.add(one);
    }
    result.put("advice", advice);
    return result;
  }

  private static String words(ProtectedTable safe) {
    StringBuilder words =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s: %d of %d cells are published, %d are hidden (%d by a rule, %d to protect"
                    + " them); %.1f %% of the units of finest cells are shown.",
                safe.verdict().word(),
                safe.published(),
                safe.cells(),
                safe.suppressed(),
                safe.primary(),
                safe.suppressed() - safe.primary(),
                100 * safe.informationKept()));
    if (!safe.waivers().isEmpty()) {
      words.append(
          String.format(
              "%nBy waiver, no rule hides %d cell(s): waivers.csv.", safe.waivers().size()));
    }
    for (Advice each : safe.advice()) {
      words.append(
          String.format(
              Locale.ROOT,
              "%nCoarser, it would keep more: %s: %.1f %% of units shown, %d of %d cells.",
              each.english(),
              100 * each.informationKept(),
              each.published(),
              each.cells()));
    }
    return words.toString();
  }

  private int perturb(ProtectionSpec rules, CellTable cells) {
    // A loss is taken before noise is drawn: nothing may fail after it that could have before.
    console.progress("Protecting " + cells.cells() + " cells ...");
    Path losses =
        ledger != null ? ledger : specs.get(0).toAbsolutePath().resolveSibling("ledger.json");
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
