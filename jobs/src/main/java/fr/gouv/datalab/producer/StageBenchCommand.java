package fr.gouv.datalab.producer;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.runs.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab bench pseudonymize}: the producer's stage beside a plain pass over the same file,
 * with one thread and with two, and its memory on two sizes of file.
 */
@Command
public final class StageBenchCommand implements Callable<Integer> {
  private static final int HEAP = 256;

  @Mixin private Console console;

  @Option(
      names = "--scale",
      defaultValue = "0.01",
      paramLabel = "F",
      description = "The sample's size, as a share of France (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--pairs",
      defaultValue = "3",
      paramLabel = "N",
      description = "Rounds that are counted, after one that is not (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Override
  public Integer call() throws IOException {
    Path room = Files.createTempDirectory("bench-pseudonymize-");
    try {
      StageBench bench = new StageBench(room, console::progress);
      Path file = bench.file(scale);
      List<StageBench.Form> forms = bench.forms(file, pairs);
      List<StageBench.Memory> memory = bench.memory(file, HEAP);
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d rows of CSV, beside a plain pass of Commons CSV (medians of %d):",
              memory.get(0).rows(),
              pairs));
      forms.forEach(form -> lines.add(line(form)));
      for (StageBench.Memory each : memory) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %,d rows: %,d MiB of memory at most, with a heap of %d MiB",
                each.rows(),
                each.mebibytes(),
                HEAP));
      }
      console.result(new Answer(forms, memory), String.join("\n", lines));
    } finally {
      try (Stream<Path> files = Files.walk(room)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
    return 0;
  }

  private static String line(StageBench.Form form) {
    return String.format(
        Locale.ROOT,
        "  to %-8s %.2f times its time with one thread, %.2f with two (%.2f times as fast); %.2f"
            + " times its processor time; %.1f processors busy",
        form.form(),
        median(form, round -> round.oneThread().seconds() / round.plain().seconds()),
        median(form, round -> round.twoThreads().seconds() / round.plain().seconds()),
        median(form, round -> round.oneThread().seconds() / round.twoThreads().seconds()),
        median(
            form,
            round -> round.twoThreads().processorSeconds() / round.plain().processorSeconds()),
        median(form, round -> busy(round.twoThreads())));
  }

  private static double busy(Ran ran) {
    return ran.processorSeconds() / ran.seconds();
  }

  private static double median(StageBench.Form form, ToDoubleFunction<StageBench.Round> of) {
    double[] sorted = form.rounds().stream().mapToDouble(of).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** What `--json` prints. */
  record Answer(List<StageBench.Form> forms, List<StageBench.Memory> memory) {}
}
