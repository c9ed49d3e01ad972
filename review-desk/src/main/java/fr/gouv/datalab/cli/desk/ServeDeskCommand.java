package fr.gouv.datalab.cli.desk;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.desk.Desk;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.notices.Notifier;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.ReleaseStore;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab serve desk}: opens the desk, prints its address, and runs until it is interrupted.
 * People sign in by their accounts; where nobody has one yet, it opens for the person who acts.
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

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "The https address of the server that stands before it, where it is public.")
  private URI publicUrl;

  @Option(
      names = "--just-me",
      description = "Open it for the person who acts alone, though there are accounts.")
  private boolean justMe;

  @Override
  public Integer call() throws InterruptedException {
    if (publicUrl != null
        && (!"https".equals(publicUrl.getScheme()) || publicUrl.getHost() == null)) {
      throw new UsageException(
          "A public address begins with https://, since people sign in by it.");
    }
    Home home = console.home().require();
    try (Registry registry = Registry.open(home)) {
      ConventionSeats seats = new ConventionSeats(new ConventionStore(registry));
      KeyStore keys = KeyStore.open(home.keys());
      Rooms rooms = Rooms.of(registry, keys, new ReleaseStore(registry, keys, seats), seats);
      boolean alone = justMe || (publicUrl == null && rooms.accounts().isEmpty());
      Optional<Notifier> notifier =
          home.configuration()
              .mail()
              .map(mail -> new Notifier(registry, mail).every(Duration.ofMinutes(1)));
      try (Desk desk =
          alone
              ? Desk.openFor(console.user(), rooms, port)
              : Desk.open(rooms, Optional.ofNullable(publicUrl), port)) {
        console.result(
            alone
                ? Map.of("address", desk.address(), "person", console.user())
                : Map.of("address", desk.address()),
            (alone ? "The desk of " + console.user() : "The desk")
                + " is open at "
                + desk.address()
                + " (Ctrl-C closes it).");
        new CountDownLatch(1).await();
      } finally {
        notifier.ifPresent(Notifier::close);
      }
    }
    return 0;
  }
}
