package fr.gouv.datalab.cli.accounts;

import fr.gouv.datalab.accounts.Account;
import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab account list}: who may sign in to the desk. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    Home home = console.home().require();
    try (Registry registry = Registry.open(home)) {
      List<Account> accounts = new AccountStore(registry, KeyStore.open(home.keys())).list();
      console.result(
          accounts,
          accounts.isEmpty()
              ? "Nobody has an account: `datalab account invite PERSON --role ROLE` opens one."
              : accounts.stream().map(ListCommand::line).collect(Collectors.joining("\n")));
    }
    return 0;
  }

  private static String line(Account account) {
    String state =
        account.closed().isPresent()
            ? "closed"
            : account.activated().isPresent() ? "active" : "invited";
    return String.format(
        "%-32s %-8s %s",
        account.person(),
        state,
        account.roles().stream().map(Role::word).sorted().collect(Collectors.joining(", ")));
  }
}
