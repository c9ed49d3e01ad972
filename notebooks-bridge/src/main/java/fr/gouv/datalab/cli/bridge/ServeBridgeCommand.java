package fr.gouv.datalab.cli.bridge;

import fr.gouv.datalab.bridge.flight.spark.BridgeServer;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.cli.Interruption;
import fr.gouv.datalab.cli.ListenOptions;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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

  @Mixin private ListenOptions listen;

  @Option(
      names = "--port",
      defaultValue = "32010",
      paramLabel = "PORT",
      description = "The port (default: ${DEFAULT-VALUE}; 0 for any that is free).")
  private int port;

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
    Interruption.serve(this::serve);
    return 0;
  }

  private void serve(Interruption interruption) throws InterruptedException {
    Home home = console.home().require();
    Limits limits = limits();
    ServerCertificate certificate = listen.certificate(home, "bridge");
    try (Engine engine = Engine.start(home.tmp(), settings(home));
        Registry registry = Registry.open(home);
        BridgeServer server =
            BridgeServer.open(engine, registry, limits, certificate, listen.host(), port)) {
      ListenOptions.tell(
          console,
          "The bridge",
          "grpc+tls://" + listen.host() + ":" + server.port(),
          certificate,
          "Persons sign in by a token (`datalab token issue`). Ctrl-C closes it.");
      interruption.await();
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
