package fr.gouv.datalab.cli.warrants;

import fr.gouv.datalab.cli.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab warrant show ID}: what it allows, who approved, what its execution did. */
@Command
public final class ShowCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The warrant, as `datalab warrant list` shows it.")
  private String id;

  @Override
  public Integer call() {
    try (Warrants warrants = Warrants.of(console)) {
      Warrants.View view = warrants.view(warrants.store().show(id));
      console.result(view, Warrants.words(view));
    }
    return 0;
  }
}
