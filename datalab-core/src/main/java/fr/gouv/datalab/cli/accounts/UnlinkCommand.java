package fr.gouv.datalab.cli.accounts;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.openid.Identities;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab account unlink}: forgets which subject of the OpenID Connect provider a person is,
 * when the provider gave them another.
 */
@Command
public final class UnlinkCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "PERSON", description = "As conventions name them.")
  private String person;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      Identities.unlink(registry, person, console.user());
      console.result(
          Map.of("person", person),
          "The next one whom the provider calls " + person + " is taken for them.");
      return 0;
    }
  }
}
