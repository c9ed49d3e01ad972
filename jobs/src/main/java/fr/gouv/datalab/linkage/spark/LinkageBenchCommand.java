package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.runs.Ran;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab bench linkage}: the linkage on keyed tokens beside Splink in clear, on FEBRL4 and
 * on the sample; prints how right both are, and ratios of their time.
 */
@Command
public final class LinkageBenchCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--rows",
      defaultValue = "200000",
      paramLabel = "N",
      description = "Rows of each side of the sample (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--pairs",
      defaultValue = "3",
      paramLabel = "N",
      description = "Pairs of runs on the sample, in alternation (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python that has splink and recordlinkage (default: that of ./verify).")
  private Path python;

  @Override
  public Integer call() throws IOException {
    Path interpreter = python == null ? installed() : python;
    if (!Files.isExecutable(interpreter)) {
      throw new UsageException(
          "The bench needs a Python with splink and recordlinkage: run ./verify, which installs"
              + " them, or name one with --python.");
    }
    if (rows < 1_000 || pairs < 1) {
      throw new UsageException("The bench takes 1000 rows and one pair of runs at least.");
    }
    Path room = Files.createTempDirectory("bench-linkage-");
    try {
      LinkageBench bench = new LinkageBench(room, interpreter, console::progress);
      List<LinkageBench.Quality> febrl = bench.febrl4();
      LinkageBench.Speed speed = bench.sample(rows, pairs);
      List<String> lines = new ArrayList<>();
      lines.add("FEBRL4, 5,000 x 5,000, the same fields, threshold 0.9:");
      febrl.forEach(quality -> lines.add("  " + quality));
      lines.add(String.format(Locale.ROOT, "The sample, %,d x %,d, threshold 0.9:", rows, rows));
      lines.add("  " + speed.ours());
      lines.add("  " + speed.theirs());
      lines.add(
          String.format(
              Locale.ROOT,
              "  two fresh processes, from start to end: `datalab link` takes %s; memory at most"
                  + " %,d MiB, Splink's %,d MiB",
              ratios(speed.cold()),
              most(speed.cold(), LinkageBench.Pair::ours),
              most(speed.cold(), LinkageBench.Pair::theirs)));
      lines.add(
          String.format(
              Locale.ROOT,
              "  a process that has linked before, beside Splink once its libraries are loaded: %s",
              ratios(speed.warm())));
      console.result(new Answer(febrl, speed), String.join("\n", lines));
    } finally {
      try (Stream<Path> files = Files.walk(room)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    return 0;
  }

  private static String ratios(List<LinkageBench.Pair> runs) {
    return String.format(
        Locale.ROOT,
        "%.2f times Splink's time and %.2f times its processor time (median of %d)",
        median(runs.stream().map(LinkageBench.Pair::seconds)),
        median(runs.stream().map(LinkageBench.Pair::processors)),
        runs.size());
  }

  private static double median(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private static long most(List<LinkageBench.Pair> runs, Function<LinkageBench.Pair, Ran> of) {
    return runs.stream().map(of).mapToLong(Ran::mebibytes).max().orElse(0);
  }

  /** What `--json` prints. */
  record Answer(List<LinkageBench.Quality> febrl4, LinkageBench.Speed sample) {}

  /** The environment that {@code verify} makes, beside the modules. */
  private static Path installed() {
    try {
      Path jar =
          Path.of(
              LinkageBenchCommand.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI());
      return jar.getParent().resolve("../../.datalab-build/venv/bin/python").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
