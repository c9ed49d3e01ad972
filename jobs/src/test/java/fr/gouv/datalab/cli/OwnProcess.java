package fr.gouv.datalab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.home.Home;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** A command of the command line in a Java of its own, for tests that kill it. */
public final class OwnProcess {
  /** The exit code of what was killed as by {@code kill -9}. */
  public static final int KILLED = 137;

  private static final long A_MILLISECOND = 1_000_000;

  private final Process process;
  private final Path log;

  private OwnProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a command on a home, which then holds its temporary files.
   *
   * @param log where everything that it says goes
   */
  public static OwnProcess start(Home home, Path log, String user, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> each.startsWith("--add-opens") || each.startsWith("-Dspark."))
        .forEach(command::add);
    // It lives for seconds: what the best compiler makes would never be run.
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(home.path().resolve("jvm")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Datalab.class.getName()));
    command.addAll(List.of("--home", home.path().toString(), "--user", user));
    command.addAll(List.of(words));
    return new OwnProcess(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  /** Kills it at a moment: it must not have ended before. */
  public void killWhen(Callable<Boolean> now) throws Exception {
    assertThat(endWhen(now)).as(Files.readString(log)).isEqualTo(KILLED);
  }

  /** Kills it at a moment, unless it has ended, and says with which exit code it ended. */
  public int endWhen(Callable<Boolean> now) throws Exception {
    try {
      while (process.isAlive() && !now.call()) {
        LockSupport.parkNanos(A_MILLISECOND);
      }
    } finally {
      process.destroyForcibly();
    }
    return process.waitFor();
  }
}
