package fr.gouv.datalab.cli.quality;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.quality.ColumnChange;
import fr.gouv.datalab.quality.DeliveryFacts;
import fr.gouv.datalab.quality.DeliveryReports;
import fr.gouv.datalab.quality.Remark;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab quality DATASET}: where the report of its last delivery is, and what it says in
 * short. Writes the report anew when it is not there.
 */
@Command
public final class QualityCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "DATASET", description = "The dataset's name.")
  private String dataset;

  @Option(
      names = "--delivery",
      paramLabel = "ID",
      description = "Another delivery than the last, by its id or the beginning of it.")
  private String id;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      Contract contract = Catalogue.of(registry.home()).dataset(dataset);
      DeliveryReports reports = new DeliveryReports(registry);
      Delivery delivery = delivery(registry, reports);
      DeliveryFacts facts = reports.facts(delivery.id()).orElseThrow();
      Path report = reports.path(delivery.id());
      if (!Files.isRegularFile(report)) {
        report = reports.write(contract, delivery);
      }
      console.result(json(delivery, facts, report), text(delivery, facts, report));
    }
    return 0;
  }

  private Delivery delivery(Registry registry, DeliveryReports reports) {
    List<Delivery> described =
        new Deliveries(registry)
            .of(dataset).stream()
                .filter(delivery -> reports.facts(delivery.id()).isPresent())
                .filter(delivery -> id == null || delivery.id().startsWith(id))
                .toList();
    if (described.isEmpty()) {
      throw new UsageException(
          id == null
              ? "No delivery of " + dataset + " was ingested: there is no report yet."
              : "There is no delivery `"
                  + id
                  + "` of "
                  + dataset
                  + " with a report: `datalab quality "
                  + dataset
                  + "` finds the last one.");
    }
    return described.get(described.size() - 1);
  }

  private static Map<String, Object> json(Delivery delivery, DeliveryFacts facts, Path report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("delivery", delivery);
    json.put("report", report.toString());
    json.put("facts", facts);
    return json;
  }

  private static String text(Delivery delivery, DeliveryFacts facts, Path report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            java.util.Locale.ROOT,
            "%s, delivery %s: %,d read = %,d accepted + %,d quarantined",
            delivery.dataset(),
            delivery.id(),
            delivery.read(),
            delivery.accepted(),
            delivery.quarantined()));
    facts.changes().stream().map(ColumnChange::english).forEach(s -> lines.add("  " + s));
    for (DeliveryFacts.FileFacts file : facts.files()) {
      file.remarks().stream().map(Remark::english).forEach(s -> lines.add("  " + s));
    }
    if (facts.repairedValues() > 0) {
      lines.add("  " + facts.repairedValues() + " value(s) got their leading zeros back");
    }
    lines.add("report: " + report);
    return String.join("\n", lines);
  }
}
