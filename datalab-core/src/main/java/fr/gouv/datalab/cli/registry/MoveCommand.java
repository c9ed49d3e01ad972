package fr.gouv.datalab.cli.registry;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.cli.RegistryLogin;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.RegistryPlace;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.RegistryMove;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab registry move --to URL}: from SQLite to PostgreSQL, all of it or nothing. */
@Command
public final class MoveCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "An empty database, jdbc:postgresql://HOST/NAME.")
  private String to;

  @Mixin private RegistryLogin login;

  @Override
  public Integer call() {
    Home home = console.home().require();
    RegistryPlace place = RegistryPlace.checked(to, login.user(), login.passwordFile());
    RegistryMove.Moved moved =
        new RegistryMove(home, place, tx -> JournalCheck.in(tx).root()).make();
    try (Registry registry = Registry.open(home)) {
      registry.inTransaction(
          tx ->
              Journal.append(
                  tx,
                  new Act(
                      console.user(), "registry.move", "registry", Map.of("root", moved.root()))));
    }
    long rows = moved.rows().values().stream().mapToLong(Long::longValue).sum();
    console.result(
        moved,
        String.format(
            Locale.ROOT,
            "The registry is at %s: %,d tables, %,d rows.%n"
                + "The journal's root is the same as before: %s%n"
                + "Start again what has the home open (desk, gate, bridge). registry.db takes no more"
                + " acts; remove it once you have kept a copy.",
            to,
            moved.rows().size(),
            rows,
            moved.root()));
    return 0;
  }
}
