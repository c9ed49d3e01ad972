package fr.gouv.datalab.cli.accounts;

import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab account invite PERSON --role ROLE}: opens an account of the desk. */
@Command
public final class InviteCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "PERSON", description = "As conventions name them.")
  private String person;

  @Option(
      names = "--role",
      required = true,
      split = ",",
      paramLabel = "ROLE",
      description = "analyste, juriste, administrateur or auditeur; several with commas.")
  private List<String> words;

  @Override
  public Integer call() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : words) {
      roles.add(
          Role.of(word)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "There is no role "
                              + word
                              + ": there are analyste, juriste, administrateur and auditeur.")));
    }
    Home home = console.home().require();
    try (Registry registry = Registry.open(home)) {
      String invitation =
          new AccountStore(registry, KeyStore.open(home.keys()))
              .invite(person, roles, console.user());
      console.result(
          Map.of("person", person, "invitation", invitation),
          invitation
              + "\n"
              + person
              + " is invited for seven days: they open the desk, page `Première connexion`, with"
              + " this code. It is shown this once; give it to them alone.");
    }
    return 0;
  }
}
