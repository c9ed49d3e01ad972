package fr.gouv.datalab.cli.rights;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.ErasureRequest;
import fr.gouv.datalab.rights.Erasures;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab erase approve ID}: a producer agrees that a person is erased. */
@Command
public final class EraseApproveCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The erasure, as `erase list` names it.")
  private String id;

  @Option(
      names = "--probable",
      description =
          "Erase also the rows whose civil status is spelled in another way (default: exact alone).")
  private boolean probable;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      ErasureRequest request =
          new Erasures(registry)
              .approve(
                  id, probable ? CivilKey.Level.PROBABLE : CivilKey.Level.EXACT, console.user());
      console.result(
          request,
          request.unapproved().isEmpty()
              ? id + " is approved: `datalab erase execute " + id + "` carries it out."
              : id
                  + " waits for the administrators of "
                  + String.join(", ", request.unapproved())
                  + ".");
    }
    return 0;
  }
}
