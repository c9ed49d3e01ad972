package fr.gouv.datalab.desk.bench;

import fr.gouv.datalab.home.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code datalab serve desk} in a process of its own, which can be killed at any moment. */
final class DeskProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+/?[^ ]*");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

  private final Process process;
  private final URI address;

  private DeskProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts the desk of a home, and waits until it is open.
   *
   * @param log where it says what goes wrong
   * @param options of its Java machine
   * @param words after {@code serve desk}
   */
  static DeskProcess start(Home home, Path log, List<String> options, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Dfile.encoding=UTF-8",
            "-Dslf4j.internal.verbosity=WARN",
            "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
            "-cp",
            System.getProperty("java.class.path"),
            "fr.gouv.datalab.cli.Datalab",
            "--home",
            home.path().toString(),
            "serve",
            "desk"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher found = ADDRESS.matcher(line);
      if (found.find()) {
        return new DeskProcess(process, URI.create(found.group()));
      }
    }
    throw new IOException("The desk did not open: " + Files.readString(log));
  }

  /** Where it is; with the secret that lets its one person in, where it is for one person. */
  URI address() {
    return address;
  }

  /** Whether it still runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** The most memory that it held, in MiB, where the system tells (Linux); -1 elsewhere. */
  long peakMebibytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    Matcher found = PEAK.matcher(Files.readString(status));
    return found.find() ? Long.parseLong(found.group(1)) / 1024 : -1;
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
