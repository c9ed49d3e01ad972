package fr.gouv.datalab.cli.journal;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.journal.JournalExport;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab journal verify [--dir DIR [--key FILE]]}: recomputes the tree of the live journal,
 * or of an exported one without any home; exit 5 when it does not hold.
 */
@Command
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "An exported journal (default: the live one).")
  private Path directory;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The verifier key, had from elsewhere (default: journal.vkey in DIR).")
  private Path key;

  @Override
  public Integer call() throws IOException {
    if (directory == null) {
      try (Registry registry = Registry.open(console.home())) {
        tell(JournalCheck.live(registry));
      }
      return 0;
    }
    tell(JournalExport.verify(directory, key == null ? null : Files.readString(key)));
    if (key == null) {
      console.warn(
          "the key came with the journal; give --key with one you had from elsewhere to trust who signed.");
    }
    return 0;
  }

  private void tell(JournalCheck check) {
    console.result(
        check, "The journal verifies: " + check.records() + " records, root " + check.root() + ".");
  }
}
