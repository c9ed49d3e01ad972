package fr.gouv.datalab.cli.bench.spark;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab bench flow}: from the command that stops a flow to the last byte that a running
 * job reads, as a distribution.
 */
@Command
public final class FlowBenchCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--rounds",
      defaultValue = "20",
      paramLabel = "N",
      description = "Stops of each kind (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--files",
      defaultValue = "400",
      paramLabel = "N",
      description = "Files of the table (default: ${DEFAULT-VALUE}).")
  private int files;

  @Option(
      names = "--cache-seconds",
      defaultValue = "5",
      paramLabel = "SECONDS",
      description = "For which a job remembers a file's key (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || files < 1 || seconds < 0) {
      throw new UsageException("--rounds and --files are at least 1, --cache-seconds at least 0.");
    }
    Path room = Files.createTempDirectory("bench-");
    try {
      Path watch = Files.createDirectory(room.resolve("watch"));
      Home home = Home.of(room.resolve("home")).init();
      Files.writeString(
          home.configurationFile(),
          """
          spark:
            spark.hadoop.fs.file.impl: %s
            spark.hadoop.%s: %s
            spark.sql.files.maxPartitionBytes: "4194304"
            spark.sql.files.openCostInBytes: "4194304"
          """
              .formatted(WatchedFiles.class.getName(), WatchedFiles.WATCH, watch));
      try (Engine engine = Engine.startAtGate(home);
          FlowBench bench =
              new FlowBench(engine, home, watch, files, Duration.ofSeconds(seconds))) {
        console.progress("Stopping a flow under a job that reads each file once...");
        List<FlowBench.Stop> once = bench.rounds(rounds, false);
        console.progress("... and under one that reads the same files over and over...");
        List<FlowBench.Stop> again = bench.rounds(rounds, true);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("cacheSeconds", seconds);
        told.put("eachFileOnce", once);
        told.put("theSameFilesAgain", again);
        console.result(
            told,
            "From `flow stop` to ..., in milliseconds (least, median, 95 %, most of "
                + rounds
                + " stops)\n"
                + words("each file read once", once)
                + "\n"
                + words("the same files again, keys remembered for " + seconds + " s", again));
      }
    } finally {
      remove(room);
    }
    return 0;
  }

  private static String words(String what, List<FlowBench.Stop> stops) {
    return what
        + ":\n  the act is done         "
        + spread(stops, FlowBench.Stop::committed)
        + "\n  the last byte is read   "
        + spread(stops, FlowBench.Stop::lastByte)
        + "\n  the job knows it failed "
        + spread(stops, FlowBench.Stop::failed);
  }

  private static String spread(List<FlowBench.Stop> stops, ToLongFunction<FlowBench.Stop> time) {
    long[] sorted = stops.stream().mapToLong(time).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%,7d %,7d %,7d %,7d",
        sorted[0],
        sorted[sorted.length / 2],
        sorted[(int) Math.ceil(0.95 * sorted.length) - 1],
        sorted[sorted.length - 1]);
  }

  private static void remove(Path room) throws IOException {
    try (Stream<Path> all = Files.walk(room)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
