package fr.gouv.datalab.cli.gate;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.cli.Interruption;
import fr.gouv.datalab.cli.ListenOptions;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keyservice.GateServer;
import fr.gouv.datalab.keyservice.KeyService;
import fr.gouv.datalab.openid.Bearers;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab serve gate}: opens the lake's keys to jobs on a cluster, prints its address and
 * the fingerprint of its certificate, and runs until it is interrupted.
 */
@Command
public final class ServeGateCommand implements Callable<Integer> {
  private static final int LONGEST_LIFE = 86_400;
  private static final int LONGEST_MEMORY = 600;

  @Mixin private Console console;

  @Mixin private ListenOptions listen;

  @Option(
      names = "--port",
      defaultValue = "32020",
      paramLabel = "PORT",
      description = "The port (default: ${DEFAULT-VALUE}; 0 for any that is free).")
  private int port;

  @Option(
      names = "--grant-seconds",
      defaultValue = "300",
      paramLabel = "SECONDS",
      description =
          "How long a job keeps its grant once its driver is gone (default: ${DEFAULT-VALUE}).")
  private int grantSeconds;

  @Option(
      names = "--cache-seconds",
      defaultValue = "5",
      paramLabel = "SECONDS",
      description =
          "How long a job may remember the keys of a file that it opened, and its project's"
              + " (default: ${DEFAULT-VALUE}; 0 for not at all).")
  private int cacheSeconds;

  @Override
  public Integer call() throws InterruptedException {
    Interruption.serve(this::serve);
    return 0;
  }

  private void serve(Interruption interruption) throws InterruptedException {
    Home home = console.home().require();
    KeyService.Terms terms = terms();
    KeyStore keys = KeyStore.open(home.keys());
    ServerCertificate certificate = listen.certificate(home, "gate");
    try (Registry registry = Registry.open(home);
        GateServer server =
            GateServer.open(
                new KeyService(registry, keys, new Bearers(registry), terms),
                certificate,
                listen.host(),
                port,
                GateServer.Limits.USUAL)) {
      ListenOptions.tell(
          console,
          "The gate",
          "https://" + listen.host() + ":" + server.port(),
          certificate,
          "Jobs present a token of their person (`datalab token issue`). Ctrl-C closes it.");
      interruption.await();
    }
  }

  private KeyService.Terms terms() {
    if (grantSeconds < 3 || grantSeconds > LONGEST_LIFE) {
      throw new UsageException(
          "--grant-seconds is from 3 to " + LONGEST_LIFE + ", not " + grantSeconds + ".");
    }
    if (cacheSeconds < 0 || cacheSeconds > LONGEST_MEMORY) {
      throw new UsageException(
          "--cache-seconds is from 0 to " + LONGEST_MEMORY + ", not " + cacheSeconds + ".");
    }
    return new KeyService.Terms(Duration.ofSeconds(grantSeconds), Duration.ofSeconds(cacheSeconds));
  }
}
