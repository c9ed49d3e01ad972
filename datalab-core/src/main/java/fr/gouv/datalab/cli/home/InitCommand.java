package fr.gouv.datalab.cli.home;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** `datalab init`: makes the home. Doing it twice changes nothing and says so. */
@Command
public final class InitCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Override
  public Integer call() {
    Home home = console.home();
    boolean existed = home.exists();
    home.init();
    try (Registry registry = Registry.open(home)) {
      if (!existed) {
        registry.inTransaction(tx -> Journal.append(tx, new Act("datalab", "home.init", "home")));
      }
    }
    console.result(
        Map.of("home", home.path().toString(), "created", !existed),
        existed
            ? "The home " + home + " was already there; nothing was changed."
            : "The home is " + home + ".");
    return 0;
  }
}
