package fr.gouv.datalab.cli.rights;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Erasures;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab erase withdraw ID}: gives an erasure up before it is carried out. */
@Command
public final class EraseWithdrawCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The erasure, as `erase list` names it.")
  private String id;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      new Erasures(registry).withdraw(id, console.user());
      console.result(
          Map.of("erasure", id, "state", "withdrawn"),
          id + " is withdrawn, and its tokens are forgotten.");
    }
    return 0;
  }
}
