package fr.gouv.datalab.cli.journal;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.journal.JournalExport;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab journal export --out DIR}: the journal and its signed checkpoint, for who verifies
 * elsewhere.
 */
@Command
public final class ExportCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the journal goes.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Home home = console.home().require();
    try (Registry registry = Registry.open(home)) {
      JournalCheck check = JournalExport.write(registry, KeyStore.open(home.keys()), out);
      console.result(
          check,
          "Exported " + check.records() + " records to " + out + ", root " + check.root() + ".");
    }
    return 0;
  }
}
