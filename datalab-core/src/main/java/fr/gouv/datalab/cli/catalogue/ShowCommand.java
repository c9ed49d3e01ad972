package fr.gouv.datalab.cli.catalogue;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab catalogue show DATASET}: a dataset's contract, column by column. */
@Command
public final class ShowCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "DATASET", description = "The dataset's name.")
  private String dataset;

  @Override
  public Integer call() {
    Contract contract = Catalogue.of(console.home()).dataset(dataset);
    console.result(json(contract), text(contract));
    return 0;
  }

  private static Map<String, Object> json(Contract c) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dataset", c.dataset());
    json.put("title", c.title());
    json.put("description", c.description());
    json.put("producer", c.producer());
    json.put("legalBasis", c.legalBasis());
    json.put("grain", c.grain());
    json.put("retention", c.retention().period());
    c.retention().from().ifPresent(column -> json.put("retentionFrom", column));
    json.put("quarantineRetention", c.retention().quarantine());
    json.put("excludedRights", c.excludedRights());
    json.put("theme", c.theme());
    json.put("keywords", c.keywords());
    json.put("uniqueKey", c.uniqueKey());
    json.put("columns", c.columns().stream().map(ShowCommand::json).toList());
    json.put("identities", c.identities());
    json.put("rules", c.rules());
    return json;
  }

  private static Map<String, Object> json(Column column) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    json.put("type", column.type().toString());
    json.put("sensitivity", column.sensitivity().toString());
    json.put("required", column.required());
    json.put("inLake", column.isInLake());
    column.unit().ifPresent(unit -> json.put("unit", unit));
    column.derivation().ifPresent(derivation -> json.put("derived", derivation.toString()));
    json.put("description", column.description());
    return json;
  }

  private static String text(Contract c) {
    List<String> lines = new ArrayList<>();
    lines.add(c.dataset() + ": " + c.title() + " (" + c.producer() + ")");
    lines.add(c.description());
    lines.add("One row: " + c.grain() + "; unique by " + String.join(", ", c.uniqueKey()));
    lines.add("Legal basis: " + c.legalBasis());
    lines.add("Kept: " + c.retention() + "; in quarantine " + c.retention().quarantine());
    c.excludedRights().forEach((right, text) -> lines.add("No " + right + ": " + text));
    for (Column column : c.columns()) {
      lines.add(
          String.format(
              "  %-30s %-13s %-28s %s",
              column.name(),
              column.type(),
              column.sensitivity() + (column.required() ? "" : "?"),
              column.description() + column.unit().map(unit -> " (" + unit + ")").orElse("")));
    }
    c.identities()
        .forEach(
            identity ->
                lines.add(
                    "  identity "
                        + identity.name()
                        + ", by "
                        + identity.key()
                        + (identity.linkage() ? ", may be linked" : "")));
    return String.join("\n", lines);
  }
}
