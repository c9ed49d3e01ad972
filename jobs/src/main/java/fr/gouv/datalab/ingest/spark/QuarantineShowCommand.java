package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab quarantine show DELIVERY}: which of its rows were refused, and why. */
@Command
public final class QuarantineShowCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "DELIVERY", description = "As `quarantine list` names it.")
  private String delivery;

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "Rows that are shown one by one (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    Home home = console.home().require();
    try (Registry registry = Registry.open(home)) {
      Delivery known =
          new Deliveries(registry)
              .find(delivery)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "There is no delivery `"
                              + delivery
                              + "`: `datalab quarantine list` shows those with refused rows."));
      console.progress("Starting Spark...");
      try (Engine engine = Engine.start(home)) {
        Quarantine quarantine =
            new Intake(engine, home, registry)
                .quarantine(Catalogue.of(home).dataset(known.dataset()), known, Math.max(0, limit));
        console.result(quarantine, quarantine.text());
      }
    }
    return 0;
  }
}
