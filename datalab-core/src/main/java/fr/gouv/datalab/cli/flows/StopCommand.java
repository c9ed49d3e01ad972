package fr.gouv.datalab.cli.flows;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab flow stop DATASET --reason R}: the producer's switch, off. */
@Command
public final class StopCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "DATASET", description = "The dataset whose data must not flow.")
  private String dataset;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "REASON",
      description = "Why; shown to those who are refused.")
  private String reason;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      boolean now = new Flows(registry).stop(dataset, console.user(), reason);
      console.result(
          Map.of("dataset", dataset, "open", false, "changed", now),
          now
              ? "The flow of " + dataset + " is stopped: the gate refuses it from now on."
              : "The flow of " + dataset + " was stopped already; nothing was changed.");
    }
    return 0;
  }
}
