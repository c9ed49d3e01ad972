package fr.gouv.datalab.sample;

import fr.gouv.datalab.sample.files.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code datalab sample generate}: writes fictional ministries' files, with the truth kept apart in
 * {@code truth/}.
 */
@Command
public final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--scale",
      required = true,
      paramLabel = "F",
      description = "Fraction of France, above 0 and up to 1: 1.0 is 41 million tax households.")
  private double scale;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Which world (default: 1).")
  private long seed;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
  private Path out;

  @Option(
      names = "--format",
      defaultValue = "csv",
      paramLabel = "csv|parquet",
      description =
          "csv: as administrations send it (default). parquet: typed columns, and only the defects"
              + " that they can hold.")
  private String format;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads (default: the machine's cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws IOException {
    require(scale > 0 && scale <= 1, "--scale is a fraction of France above 0 and up to 1.");
    require(threads > 0, "--threads is at least 1.");
    Map<String, Writing.Count> counts =
        new Generation(seed, scale, format()).write(out, threads, this::show);
    PrintWriter printer = spec.commandLine().getOut();
    printer.println(json() ? asJson(counts) : asText(counts));
    return 0;
  }

  private Format format() {
    return switch (format) {
      case "csv" -> Format.CSV;
      case "parquet" -> Format.PARQUET;
      default ->
          throw new ParameterException(
              spec.commandLine(), "--format is csv or parquet, not " + format + ".");
    };
  }

  private void require(boolean condition, String sentence) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  private void show(String file, long items, long of) {
    if (System.console() != null && !json()) {
      int percent = (int) (100 * items / of);
      System.err.print(
          "\r"
              + "#".repeat(percent / 4)
              + ".".repeat(25 - percent / 4)
              + " "
              + percent
              + " % "
              + file
              + "   ");
      if (items == of) {
        System.err.println();
      }
    }
  }

  private boolean json() {
    OptionSpec option = spec.root().findOption("--json");
    return option != null && Boolean.TRUE.equals(option.getValue());
  }

  private static String asText(Map<String, Writing.Count> counts) {
    return counts.entrySet().stream()
        .map(
            e ->
                String.format(
                    "%-32s %,12d rows, %,8d with a defect",
                    e.getKey(), e.getValue().records(), e.getValue().defects()))
        .collect(Collectors.joining("\n"));
  }

  private static String asJson(Map<String, Writing.Count> counts) {
    return counts.entrySet().stream()
        .map(
            e ->
                "\""
                    + e.getKey()
                    + "\": {\"rows\": "
                    + e.getValue().records()
                    + ", \"defects\": "
                    + e.getValue().defects()
                    + "}")
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
