package fr.gouv.datalab.cli.desk;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.desk.bench.KillBench;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab bench kill}: kills the desk at random moments while a reviewer approves, and looks
 * at what is left each time; exit 5 at the first approval that is lost or there by half.
 */
@Command
public final class BenchKillCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--times",
      defaultValue = "500",
      paramLabel = "N",
      description = "How many kills (default: ${DEFAULT-VALUE}; each takes a second or two).")
  private int times;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Another seed, other moments (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (times < 1) {
      throw new UsageException("--times is above 0.");
    }
    Path room = Files.createTempDirectory("datalab-bench");
    KillBench.Result result = new KillBench(room, seed, console::progress).run(times);
    fr.gouv.datalab.desk.bench.DeskBench.delete(room);
    console.result(result, result.told());
    return 0;
  }
}
