package fr.gouv.datalab.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that ended, and what it took. Its processor time and its memory are looked at twenty
 * times a second while it lives; memory is known on Linux alone.
 *
 * @param code its exit code
 * @param said its standard output
 * @param ran what it took
 */
public record Processed(int code, String said, Ran ran) {
  private static final long LOOK_MILLISECONDS = 50;

  /**
   * Runs a command to its end.
   *
   * @param errors where its standard error goes
   */
  public static Processed of(List<String> command, Path errors) throws IOException {
    long began = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> output(process));
    Duration processor = Duration.ZERO;
    long mebibytes = 0;
    try {
      do {
        processor = process.info().totalCpuDuration().orElse(processor);
        mebibytes = Math.max(mebibytes, mebibytes(process.pid()));
      } while (!process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The bench was interrupted.", e);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Processed(
        process.exitValue(), said.join(), new Ran(seconds, processor.toMillis() / 1e3, mebibytes));
  }

  private static String output(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long mebibytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .max()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
