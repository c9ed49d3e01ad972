package fr.gouv.datalab.cli.bridge;

import fr.gouv.datalab.bridge.flight.spark.BridgeServer;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
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
 * {@code datalab serve bridge}: opens the data scientists' desk, prints its address and the
 * fingerprint of its certificate, and runs until it is interrupted.
 */
@Command
public final class ServeBridgeCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 64;

  @Mixin private Console console;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "HOST",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine alone).")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "32010",
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
      names = "--max-queries",
      defaultValue = "24",
      paramLabel = "N",
      description = "Queries at once, of all sessions together (default: ${DEFAULT-VALUE}).")
  private int queries;

  @Option(
      names = "--max-session-queries",
      defaultValue = "8",
      paramLabel = "N",
      description = "Queries at once in one session (default: ${DEFAULT-VALUE}).")
  private int queriesOfSession;

  @Option(
      names = "--max-rows",
      defaultValue = "100000000",
      paramLabel = "ROWS",
      description = "Rows of one result (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--max-bytes",
      defaultValue = "214748364800",
      paramLabel = "BYTES",
      description = "Bytes of the files that one query reads (default: ${DEFAULT-VALUE}).")
  private long bytes;

  @Option(
      names = "--max-seconds",
      defaultValue = "1800",
      paramLabel = "SECONDS",
      description = "Time of one query (default: ${DEFAULT-VALUE}).")
  private long seconds;

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

  /** The process ends once the bridge has told its clients and given everything back. */
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
    Limits limits = limits();
    ServerCertificate certificate =
        given == null
            ? ServerCertificate.in(home.keys(), "bridge", host)
            : new ServerCertificate(given.certificate, given.key);
    try (Engine engine = Engine.start(home.tmp(), settings(home));
        Registry registry = Registry.open(home);
        BridgeServer server =
            BridgeServer.open(engine, registry, limits, certificate, host, port)) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("address", "grpc+tls://" + host + ":" + server.port());
      told.put("certificate", certificate.certificate().toString());
      told.put("fingerprint", certificate.fingerprint());
      console.result(
          told,
          "The bridge is open at "
              + told.get("address")
              + "\nIts certificate is "
              + told.get("certificate")
              + "\n  SHA-256 "
              + told.get("fingerprint")
              + "\nPersons sign in by a token (`datalab token issue`). Ctrl-C closes it.");
      asked.await();
    }
  }

  private Limits limits() {
    try {
      return new Limits(
          queries, queriesOfSession, rows, bytes, Duration.ofSeconds(seconds), Limits.USUAL.idle());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * A query whose client reads slowly keeps its few tasks waiting: there are threads for those of
   * every query, so that no client waits for another's.
   */
  private Map<String, String> settings(Home home) {
    Map<String, String> settings = new LinkedHashMap<>(home.configuration().spark());
    String master = settings.getOrDefault("spark.master", "local");
    if (!master.startsWith("local")) {
      throw new UsageException(
          "The bridge runs Spark in its own process, and datalab.yaml names "
              + master
              + ": leave out spark.master for `serve bridge`.");
    }
    int threads = Math.min(MOST_THREADS, queries * Runtime.getRuntime().availableProcessors());
    settings.put("spark.master", "local[" + threads + "]");
    return settings;
  }
}
