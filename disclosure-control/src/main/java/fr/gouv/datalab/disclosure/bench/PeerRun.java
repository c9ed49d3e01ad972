package fr.gouv.datalab.disclosure.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs another tool on a table, through {@code Rscript}, in a folder that is gone afterwards.
 *
 * <p>Its packages are those that {@code R_LIBS} and R itself know.
 */
final class PeerRun {

  private final Peer peer;
  private final long seconds;

  /**
   * @param seconds after which it is stopped
   */
  PeerRun(Peer peer, long seconds) {
    this.peer = peer;
    this.seconds = seconds;
  }

  /**
   * What it did.
   *
   * @param hidden cells by their codes
   * @param seconds its own call, the table being read
   * @param inAll with the start of R and the files
   */
  record Outcome(Set<List<String>> hidden, double seconds, double inAll) {}

  /** The tool ended with an error: its last words are the message. */
  static final class PeerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    PeerFailure(String log) {
      super("failed: " + log.strip().lines().reduce("", (all, line) -> all + line.strip() + " "));
    }
  }

  /** Why it cannot be asked on this machine; empty when it can. */
  Optional<String> missing() {
    if (!isOnPath("Rscript")) {
      return Optional.of("Rscript is not on the path");
    }
    for (String name : peer.packages()) {
      String question =
          "quit(status = if (requireNamespace('" + name + "', quietly = TRUE)) 0 else 1)";
      try {
        Process asked = started(Path.of("."), List.of("Rscript", "-e", question), null);
        if (!asked.waitFor(60, TimeUnit.SECONDS) || asked.exitValue() != 0) {
          asked.destroyForcibly();
          return Optional.of("R has no package " + name + " (R_LIBS names where it looks)");
        }
      } catch (IOException e) {
        return Optional.of("Rscript cannot be started");
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return Optional.empty();
  }

  /**
   * Protects a table; empty when it did not end in time.
   *
   * @throws PeerFailure when it ended with an error
   */
  Optional<Outcome> protect(PeerTable table) {
    try {
      Path folder = Files.createTempDirectory("disclosure-peer");
      try {
        return protect(table, folder);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Outcome> protect(PeerTable table, Path folder) throws IOException {
    table.writeTo(folder);
    Path script = folder.resolve(peer.script());
    try (InputStream ours = PeerRun.class.getResourceAsStream(peer.script())) {
      Files.copy(ours, script);
    }
    Path log = folder.resolve("log.txt");
    long start = System.nanoTime();
    Process run =
        started(folder, List.of("Rscript", script.toString(), folder.toString()), log.toFile());
    try {
      if (!run.waitFor(seconds, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      run.destroyForcibly();
    }
    double inAll = (System.nanoTime() - start) / 1e9;
    if (run.exitValue() != 0) {
      throw new PeerFailure(Files.readString(log, StandardCharsets.UTF_8));
    }
    return Optional.of(new Outcome(PeerTable.hidden(folder), PeerTable.seconds(folder), inAll));
  }

  private static Process started(Path folder, List<String> command, File log) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(
            log == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(log))
        .start();
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("The comparison was interrupted.", e);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
