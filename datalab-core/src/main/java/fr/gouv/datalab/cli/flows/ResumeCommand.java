package fr.gouv.datalab.cli.flows;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab flow resume DATASET}: the producer's switch, on. */
@Command
public final class ResumeCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "DATASET", description = "The dataset whose data may flow again.")
  private String dataset;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      boolean now = new Flows(registry).resume(dataset, console.user());
      console.result(
          Map.of("dataset", dataset, "open", true, "changed", now),
          now
              ? "The flow of " + dataset + " is open again."
              : "The flow of " + dataset + " was open; nothing was changed.");
    }
    return 0;
  }
}
