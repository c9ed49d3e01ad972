package fr.gouv.datalab.cli.conventions;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab convention add FILE}: takes a document; it counts once every party signed it. */
@Command
public final class AddCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(
      paramLabel = "FILE",
      description =
          "The document, or the identifier of one in the home's conventions/ or built in.")
  private String file;

  @Override
  public Integer call() {
    Home home = console.home().require();
    byte[] document = new ConventionFiles(home).read(file);
    try (Registry registry = Registry.open(home)) {
      ConventionStore store = new ConventionStore(registry);
      boolean there = store.holds(file, document);
      Convention convention = store.add(file, document, console.user());
      console.result(
          Map.of(
              "convention", convention.id(),
              "version", convention.version(),
              "added", !there,
              "parties", convention.parties()),
          "The convention "
              + convention.id()
              + ", version "
              + convention.version()
              + (there
                  ? ", is there already, word for word: nothing was changed."
                  : ", is added; it counts once signed by "
                      + String.join(", ", convention.parties())
                      + "."));
    }
    return 0;
  }
}
