package fr.gouv.datalab.cli.warrants;

import fr.gouv.datalab.cli.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab warrant close ID}: ends it for good, and removes its sealed file. */
@Command
public final class CloseCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The warrant, as `datalab warrant list` shows it.")
  private String id;

  @Override
  public Integer call() {
    String person = console.user();
    try (Warrants warrants = Warrants.of(console)) {
      console.result(
          warrants.view(warrants.store().close(id, person)),
          "The warrant " + id + " is closed: its sealed file is removed here.");
    }
    return 0;
  }
}
