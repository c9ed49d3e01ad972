package fr.gouv.datalab.cli.conventions;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab convention sign ID --party P}: signs the latest version for a party, with the
 * party's key of this home, drawn if there is none.
 */
@Command
public final class SignCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The convention's identifier.")
  private String id;

  @Option(
      names = "--party",
      required = true,
      paramLabel = "PARTY",
      description = "The party for which you sign: the consumer or a producer.")
  private String party;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      ConventionStore store = new ConventionStore(registry);
      boolean now = store.sign(id, party, console.user());
      Filing filing = store.show(id).get(0);
      List<String> unsigned = filing.unsigned();
      console.result(
          Map.of(
              "convention", id,
              "version", filing.convention().version(),
              "party", party,
              "signedNow", now,
              "unsigned", unsigned),
          id
              + ", version "
              + filing.convention().version()
              + (now ? ", is signed for " : ", was signed already for ")
              + party
              + (unsigned.isEmpty()
                  ? "; every party has signed."
                  : "; still to sign: " + String.join(", ", unsigned) + "."));
    }
    return 0;
  }
}
