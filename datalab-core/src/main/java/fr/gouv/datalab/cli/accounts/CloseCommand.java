package fr.gouv.datalab.cli.accounts;

import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab account close PERSON}: nobody signs in by it any more. */
@Command
public final class CloseCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "PERSON", description = "Whose account.")
  private String person;

  @Override
  public Integer call() {
    Home home = console.home().require();
    try (Registry registry = Registry.open(home)) {
      new AccountStore(registry, KeyStore.open(home.keys())).close(person, console.user());
      console.result(
          Map.of("person", person, "state", "closed"),
          "The account of " + person + " is closed. Sessions that it opened end at once.");
    }
    return 0;
  }
}
