package fr.gouv.datalab.cli.desk;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.desk.Desk;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.ReleaseStore;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab serve desk}: opens the reviewers' desk for the person who acts, prints its
 * address, and runs until it is interrupted.
 */
@Command
public final class ServeDeskCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--port",
      defaultValue = "0",
      paramLabel = "PORT",
      description = "Where it listens on 127.0.0.1 (default: any port that is free).")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    Home home = console.home().require();
    String person = console.user();
    try (Registry registry = Registry.open(home)) {
      ConventionSeats seats = new ConventionSeats(new ConventionStore(registry));
      ReleaseStore store = new ReleaseStore(registry, KeyStore.open(home.keys()), seats);
      try (Desk desk = Desk.open(registry, store, seats, person, port)) {
        console.result(
            Map.of("address", desk.address(), "person", person),
            "The desk of " + person + " is open at " + desk.address() + " (Ctrl-C closes it).");
        new CountDownLatch(1).await();
      }
    }
    return 0;
  }
}
