package fr.gouv.datalab.cli.gate;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keyservice.GateServer;
import fr.gouv.datalab.keyservice.KeyService;
import fr.gouv.datalab.openid.Bearers;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
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

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "HOST",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine alone).")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "32020",
      paramLabel = "PORT",
      description = "The port (default: ${DEFAULT-VALUE}; 0 for any that is free).")
  private int port;

  @ArgGroup(exclusive = false)
  private Given given;

  private static final class Given {
    @Option(
        names = "--certificate",
        required = true,
        paramLabel = "PEM",
        description = "The chain of a certificate, in place of the one the home makes.")
    private Path certificate;

    @Option(
        names = "--key",
        required = true,
        paramLabel = "PEM",
        description = "Its private key, PKCS#8.")
    private Path key;
  }

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
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(asked, ended)));
    try {
      serve(asked);
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private static void end(CountDownLatch asked, CountDownLatch ended) {
    asked.countDown();
    try {
      ended.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(CountDownLatch asked) throws InterruptedException {
    Home home = console.home().require();
    KeyService.Terms terms = terms();
    KeyStore keys = KeyStore.open(home.keys());
    ServerCertificate certificate =
        given == null
            ? ServerCertificate.in(home.keys(), "gate", host)
            : new ServerCertificate(given.certificate, given.key);
    try (Registry registry = Registry.open(home);
        GateServer server =
            GateServer.open(
                new KeyService(registry, keys, new Bearers(registry), terms),
                certificate,
                host,
                port,
                GateServer.Limits.USUAL)) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("address", "https://" + host + ":" + server.port());
      told.put("certificate", certificate.certificate().toString());
      told.put("fingerprint", certificate.fingerprint());
      console.result(
          told,
          "The gate is open at "
              + told.get("address")
              + "\nIts certificate is "
              + told.get("certificate")
              + "\n  SHA-256 "
              + told.get("fingerprint")
              + "\nJobs present a token of their person (`datalab token issue`). Ctrl-C closes"
              + " it.");
      asked.await();
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
