package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
              "  from two files to the pairs, `datalab link` takes %.2f times Splink's time and"
                  + " %.2f times its processor time in the first run of a process; %.2f and %.2f"
                  + " at best of %d",
              speed.ratios().get(0),
              speed.processorRatios().get(0),
              speed.ratios().stream().min(Comparator.naturalOrder()).orElseThrow(),
              speed.processorRatios().stream().min(Comparator.naturalOrder()).orElseThrow(),
              pairs));
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
