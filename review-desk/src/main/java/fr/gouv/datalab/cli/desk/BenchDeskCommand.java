package fr.gouv.datalab.cli.desk;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.desk.bench.DeskBench;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab bench desk}: fills a home as after years of use, puts people at its desk, and
 * prints how long each page takes beside what is allowed: 200 ms at the 95th percentile, 2,000 acts
 * a second, 10 ms for a proof. Exit 1 when one is missed.
 */
@Command
public final class BenchDeskCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--releases",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Releases in the registry (default: ${DEFAULT-VALUE}).")
  private long releases;

  @Option(
      names = "--records",
      defaultValue = "10000000",
      paramLabel = "N",
      description = "Records in the journal, at least 6 a release (default: ${DEFAULT-VALUE}).")
  private long records;

  @Option(
      names = "--people",
      defaultValue = "50",
      paramLabel = "N",
      description = "People at the desk at once (default: ${DEFAULT-VALUE}).")
  private int people;

  @Option(
      names = "--think",
      defaultValue = "1000",
      paramLabel = "MS",
      description =
          "How long a person looks at a page, on average, in milliseconds; 0: not at all (default:"
              + " ${DEFAULT-VALUE}).")
  private long think;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      paramLabel = "N",
      description = "How long is measured, after as long to warm up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where the home is made; one that is there is used again (default: a temporary directory,"
              + " removed at the end; 10 million records take 5 GB).")
  private Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (releases < 1 || records < 6 * releases + 2_000 || people < 10 || people > 500) {
      throw new UsageException(
          "--releases is above 0, --records at least 6 for each and 2000 more, --people from 10 to"
              + " 500.");
    }
    if (think < 0 || seconds < 1) {
      throw new UsageException("--think is at least 0, and --seconds at least 1.");
    }
    DeskBench bench = new DeskBench(releases, records, people, think, seconds, console::progress);
    DeskBench.Result result = bench.run(Optional.ofNullable(directory));
    console.result(result, result.told());
    return result.held() ? 0 : 1;
  }
}
