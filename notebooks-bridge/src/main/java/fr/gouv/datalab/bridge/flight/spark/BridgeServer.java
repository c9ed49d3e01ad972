package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.bridge.releases.spark.Submission;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.bridge.sessions.spark.RunningQuery;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.sessions.spark.Sessions;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The bridge: Flight SQL over TLS, for clients with a personal token. Runs queries in the process
 * of its Spark engine. {@link #close} stops every query, tells its client, and gives all memory
 * back.
 */
public final class BridgeServer implements AutoCloseable {
  private static final int CHECK_MILLIS = 250;
  private static final int CLOSING_SECONDS = 10;

  private final BufferAllocator memory = new RootAllocator();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final Sessions sessions;
  private final FlightServer server;

  private BridgeServer(
      Engine engine,
      Registry registry,
      Limits limits,
      ServerCertificate certificate,
      String host,
      int port)
      throws IOException {
    sessions = new Sessions(engine, registry, limits);
    int partitions = Math.max(1, Runtime.getRuntime().availableProcessors());
    try (InputStream chain = Files.newInputStream(certificate.certificate());
        InputStream key = Files.newInputStream(certificate.key())) {
      server =
          FlightServer.builder()
              .allocator(memory)
              .location(Location.forGrpcTls(host, port))
              .useTls(chain, key)
              .headerAuthenticator(new TokenHandshake(sessions))
              .producer(producer(engine, registry, partitions))
              .build()
              .start();
    }
    watch.scheduleWithFixedDelay(this::watch, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private BridgeProducer producer(Engine engine, Registry registry, int partitions) {
    return new BridgeProducer(
        sessions,
        memory,
        query -> start(query.session(), query.sql(), query.decided(), partitions),
        new Submission(
            registry,
            engine.temporary(),
            query -> start(query.session(), query.sql(), query.decided(), partitions)));
  }

  private RunningQuery start(
      Session session, String sql, ClosedSurface.Decided decided, int partitions) {
    return RunningQuery.start(sessions, session, sql, decided, memory, threads, partitions);
  }

  /**
   * Opens a bridge.
   *
   * @param engine a local Spark, with at least a core's thread for each query of the limits
   * @param host the address to listen on
   * @param port 0 for any that is free
   * @throws UncheckedIOException when the port is taken or the certificate cannot be read
   */
  public static BridgeServer open(
      Engine engine,
      Registry registry,
      Limits limits,
      ServerCertificate certificate,
      String host,
      int port) {
    try {
      return new BridgeServer(engine, registry, limits, certificate, host, port);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The bridge cannot listen on " + host + ":" + port + ": choose another port.", e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** How many queries run now. */
  public int running() {
    return sessions.running().size();
  }

  /** Bytes of Arrow memory in use now, by results and by the wire. */
  public long memoryInUse() {
    return memory.getAllocatedMemory();
  }

  private void watch() {
    try {
      sessions.running().forEach(RunningQuery::check);
      sessions.closeIdle();
    } catch (RuntimeException e) {
      // a check that failed is made again at the next turn; a watch that throws is never run again
      Statuses.of(e);
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    for (RunningQuery query : sessions.running()) {
      query.stop(
          new StoppedQueryException(
              StoppedQueryException.By.SERVER, "The server closes: ask again when it is back."));
    }
    server.shutdown();
    try {
      if (!server.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        server.close();
      }
      sessions.close();
      threads.shutdown();
      threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
      awaitMemory();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    memory.close();
  }

  /** Tasks that were cancelled give their memory back when they notice. */
  private void awaitMemory() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSING_SECONDS);
    while (memory.getAllocatedMemory() > 0 && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
