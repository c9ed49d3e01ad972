package fr.gouv.datalab.cli.disclose;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.Hierarchy;
import fr.gouv.datalab.disclosure.HrcFile;
import fr.gouv.datalab.disclosure.OutputFolder;
import fr.gouv.datalab.disclosure.argus.ArgusImport;
import fr.gouv.datalab.disclosure.argus.ArgusTable;
import fr.gouv.datalab.disclosure.argus.Correspondence;
import fr.gouv.datalab.disclosure.argus.HierarchyText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab disclose import FILE --out DIR}: what tau-ARGUS or a correspondence table says, as
 * files of {@code disclose protect}.
 */
@Command
public final class ImportCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(
      paramLabel = "FILE",
      description =
          "META.rda of a table, NAME.hrc of a hierarchy, or a correspondence table (CSV, a column"
              + " for each level, the coarsest first).")
  private Path file;

  @Option(
      names = "--table",
      paramLabel = "TABLE.tab",
      description = "The lines of the table that META.rda describes.")
  private Path table;

  @Option(
      names = "--published",
      description = "The statuses are those of a protected table: make published.csv, to audit.")
  private boolean published;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "The policy of the specification (default: what statuses or figures ask).")
  private String policy;

  @Option(
      names = "--total",
      paramLabel = "CODE",
      defaultValue = Hierarchy.TOTAL,
      description = "The total's code, which hierarchies leave out (default: ${DEFAULT-VALUE}).")
  private String total;

  @Option(
      names = "--lead",
      paramLabel = "TEXT",
      defaultValue = HrcFile.LEAD,
      description = "What shows the depth in NAME.hrc (default: ${DEFAULT-VALUE}).")
  private String lead;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new directory.")
  private Path out;

  @Override
  public Integer call() {
    OutputFolder.requireNew(out);
    Map<String, String> files = files();
    OutputFolder.write(out, files);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("files", files.keySet());
    result.put("directory", out.toString());
    console.result(result, "Written to " + out + ": " + String.join(", ", files.keySet()) + ".");
    return 0;
  }

  private Map<String, String> files() {
    String name = file.getFileName().toString();
    if (name.endsWith(".rda")) {
      if (table == null) {
        throw new BadInputException(
            "The metadata " + name + " describes a table: name its lines with --table.");
      }
      ArgusImport read = new ArgusImport(ArgusTable.read(file, table));
      Optional<String> given = Optional.ofNullable(policy);
      return published ? read.published(given) : read.files(given);
    }
    Hierarchy hierarchy =
        name.endsWith(".hrc")
            ? HrcFile.read(file, lead, total, Map.of())
            : Correspondence.read(file, total);
    String stem = name.substring(0, name.contains(".") ? name.lastIndexOf('.') : name.length());
    return Map.of(stem + ".csv", HierarchyText.of(hierarchy));
  }
}
