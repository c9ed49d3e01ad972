package fr.gouv.datalab.registry;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server of the tests' own: a new cluster in a temporary directory, on a free
 * port of the loopback, with a password; stopped and removed when the JVM ends. A server refuses to
 * run as root: it then runs as the system's user {@code postgres}.
 */
public final class PostgresServer {
  /** As whom the tests sign in. */
  public static final String USER = "datalab";

  /** Their password; it must be found nowhere. */
  public static final String PASSWORD = "mot-de-passe-tres-secret";

  private static PostgresServer running;

  private final Path bin;
  private final Path directory;
  private final int port;
  private int databases;

  private PostgresServer(Path bin) throws IOException, InterruptedException {
    this.bin = bin;
    this.directory = Files.createTempDirectory("datalab-postgresql");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      this.port = socket.getLocalPort();
    }
    Path password = directory.resolve("password");
    Files.writeString(password, PASSWORD, StandardCharsets.UTF_8);
    if (isRoot()) {
      run("chown", "-R", "postgres", directory.toString());
    }
    asServer(
        bin.resolve("initdb").toString(),
        "--pgdata=" + data(),
        "--username=" + USER,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
    asServer(
        bin.resolve("pg_ctl").toString(),
        "start",
        "--wait",
        "--pgdata=" + data(),
        "--log=" + directory.resolve("log"),
        "--options=-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
            + " -c max_connections=200 -c shared_buffers=32MB");
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
  }

  /** Where Debian, or the path, has the server's programs. */
  private static Optional<Path> programs() {
    List<Path> places = new ArrayList<>();
    try (Stream<Path> versions =
        Files.isDirectory(Path.of("/usr/lib/postgresql"))
            ? Files.list(Path.of("/usr/lib/postgresql"))
            : Stream.empty()) {
      versions.map(version -> version.resolve("bin")).sorted().forEach(places::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(Path::of)
        .forEach(places::add);
    return places.stream()
        .filter(
            place ->
                Files.isExecutable(place.resolve("initdb"))
                    && Files.isExecutable(place.resolve("pg_ctl")))
        .findFirst();
  }

  /** Whether this machine has a server to start. */
  public static boolean isInstalled() {
    return programs().isPresent();
  }

  /** The server, started the first time. */
  public static synchronized PostgresServer running() {
    if (running == null) {
      try {
        running =
            new PostgresServer(
                programs()
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                "PostgreSQL is not installed (Debian: apt install postgresql).")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return running;
  }

  /** An empty database; its URL. */
  public synchronized String database(String... clauses) {
    String name = "t" + databases++ + "_" + UUID.randomUUID().toString().substring(0, 8);
    execute("create database " + name + " " + String.join(" ", clauses));
    return url(name);
  }

  /** The URL of a database. */
  public String url(String name) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  /** Runs a statement beside every test, as an administrator would. */
  public void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void asServer(String... command) throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    whole.addAll(List.of(command));
    run(whole.toArray(String[]::new));
  }

  private void run(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("datalab-postgresql", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(command[0] + " failed: " + Files.readString(said));
      }
    } finally {
      Files.delete(said);
    }
  }

  private void stop() {
    try {
      asServer(
          bin.resolve("pg_ctl").toString(), "stop", "--wait", "--mode=immediate", "-D" + data());
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes where the registry is into a home's configuration. */
  public void configure(Path home, String url) {
    try {
      Path password = home.resolve("registry-password");
      Files.writeString(password, PASSWORD);
      Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(
          home.resolve("datalab.yaml"),
          """
          registry:
            url: %s
            user: %s
            passwordFile: registry-password
          """
              .formatted(url, USER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
