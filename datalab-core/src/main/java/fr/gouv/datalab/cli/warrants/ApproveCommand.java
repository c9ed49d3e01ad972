package fr.gouv.datalab.cli.warrants;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.warrants.Warrant;
import fr.gouv.datalab.warrants.WarrantState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab warrant approve ID}: approves it for a seat, signed by the person's key. */
@Command
public final class ApproveCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The warrant, as `datalab warrant list` shows it.")
  private String id;

  @Option(
      names = "--seat",
      paramLabel = "SEAT",
      description = "For which seat, when the person holds several.")
  private String seat;

  @Override
  public Integer call() {
    String person = console.user();
    try (Warrants warrants = Warrants.of(console)) {
      Warrant warrant = warrants.store().approve(id, person, seat);
      console.result(
          warrants.view(warrant),
          "The warrant "
              + id
              + " is now "
              + warrant.state()
              + (warrant.state() == WarrantState.APPROVED
                  ? ": `datalab warrant execute " + id + "` writes its file, once."
                  : ": it waits for another person."));
    }
    return 0;
  }
}
