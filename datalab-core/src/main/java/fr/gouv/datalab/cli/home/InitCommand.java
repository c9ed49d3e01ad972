package fr.gouv.datalab.cli.home;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.cli.RegistryLogin;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.RegistryPlace;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** `datalab init`: makes the home. Doing it twice changes nothing and says so. */
@Command
public final class InitCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "The registry's database, jdbc:postgresql://HOST/NAME (default: SQLite, in the home).")
  private String url;

  @Mixin private RegistryLogin login;

  @Override
  public Integer call() {
    Home home = console.home();
    boolean existed = home.exists();
    if (existed && url != null) {
      throw new UsageException(
          "The home " + home + " is there already: its datalab.yaml says where its registry is.");
    }
    home.init(settings());
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

  /** The lines of {@code datalab.yaml} that say where the registry is. */
  private String settings() {
    if (url == null) {
      return "";
    }
    return new RegistryPlace(url, login.user(), login.passwordFile()).lines();
  }
}
