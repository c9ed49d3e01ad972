package fr.gouv.datalab.cli.disclose;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.ProtectedTable;
import fr.gouv.datalab.disclosure.Protection;
import fr.gouv.datalab.disclosure.ProtectionSpec;
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

  @Override
  public Integer call() {
    ProtectionSpec rules = ProtectionSpec.read(spec);
    CellTable cells = CellTable.read(table, rules);
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
}
