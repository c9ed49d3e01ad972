package fr.gouv.datalab.cli.conventions;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab convention end ID}: ends it for good. */
@Command
public final class EndCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The convention's identifier.")
  private String id;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      new ConventionStore(registry).end(id, console.user());
      console.result(
          Map.of("convention", id, "state", "ENDED"), "The convention " + id + " is ended.");
    }
    return 0;
  }
}
