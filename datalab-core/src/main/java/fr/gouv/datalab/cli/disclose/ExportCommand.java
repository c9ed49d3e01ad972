package fr.gouv.datalab.cli.disclose;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.OutputFolder;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.argus.ArgusExport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab disclose export TABLE.csv --spec SPEC.yaml --out DIR}: the same table for
 * tau-ARGUS, with what the rules say of each cell, so that the two can be compared.
 */
@Command
public final class ExportCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "TABLE.csv", description = "The table, not yet protected: confidential.")
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
      description = "A new directory for table.tab, table.rda, hierarchies and apriori.hst.")
  private Path out;

  @Override
  public Integer call() {
    OutputFolder.requireNew(out);
    CellTable cells = CellTable.read(table, ProtectionSpec.read(spec));
    Map<String, String> files = new ArgusExport(cells).files();
    OutputFolder.write(out, files);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("cells", cells.cells());
    result.put("files", files.keySet());
    result.put("directory", out.toString());
    console.result(
        result,
        cells.cells()
            + " cells, true figures, for tau-ARGUS in "
            + out
            + ": "
            + String.join(", ", files.keySet())
            + ".");
    return 0;
  }
}
