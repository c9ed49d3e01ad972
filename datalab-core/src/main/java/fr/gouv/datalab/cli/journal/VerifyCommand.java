package fr.gouv.datalab.cli.journal;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.registry.Registry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code datalab journal verify}: recomputes the live journal's tree; exit 5 and the first bad
 * record when it does not hold.
 */
@Command
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      JournalCheck check = JournalCheck.live(registry);
      console.result(
          check,
          "The journal verifies: " + check.records() + " records, root " + check.root() + ".");
    }
    return 0;
  }
}
