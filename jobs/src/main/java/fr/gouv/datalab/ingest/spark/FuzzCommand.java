package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.fuzz.FuzzPersons;
import fr.gouv.datalab.ingest.fuzz.FuzzRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab bench fuzz}: spoilt files through the intake; fails when one shows a fault. */
@Command
public final class FuzzCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--files",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Files through reading and judging (default: ${DEFAULT-VALUE}).")
  private long files;

  @Option(
      names = "--whole",
      defaultValue = "300",
      paramLabel = "N",
      description = "Files through the whole of `ingest` (default: ${DEFAULT-VALUE}).")
  private long whole;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Draws the files (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Path room = Files.createTempDirectory("bench-");
    try {
      FuzzPersons persons = new FuzzPersons(400, seed);
      FuzzRun.Result judged;
      try (FuzzRun run =
          new FuzzRun(persons, FuzzBench.contract(Home.of(room.resolve("contract"))))) {
        judged = run.run(files, seed);
      }
      console.progress(line(judged));
      FuzzBench.Result ingested =
          whole == 0 ? null : FuzzBench.run(room.resolve("whole"), persons, whole, seed + 1);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("judged", judged);
      json.put("ingested", ingested);
      console.result(json, line(judged) + (ingested == null ? "" : "\n" + line(ingested)));
      boolean sound =
          judged.findings().isEmpty() && (ingested == null || ingested.findings().isEmpty());
      return sound ? 0 : 5;
    } finally {
      IngestBench.remove(room);
    }
  }

  private static String line(FuzzRun.Result r) {
    return String.format(
            Locale.ROOT,
            "reading and judging: %,d files, %,d refused whole, %,d records = %,d accepted + %,d"
                + " refused, slowest %,d ms, %d faults",
            r.files(),
            r.refusedFiles(),
            r.records(),
            r.accepted(),
            r.refused(),
            r.slowestMillis(),
            r.findings().size())
        + String.join("", r.findings().stream().map(f -> "\n  " + f).toList());
  }

  private static String line(FuzzBench.Result r) {
    return String.format(
            Locale.ROOT,
            "whole ingest: %,d files, %,d refused whole, %,d rows = %,d accepted + %,d quarantined,"
                + " %,d files of the home scanned, %d faults",
            r.files(),
            r.refusedFiles(),
            r.read(),
            r.accepted(),
            r.quarantined(),
            r.scannedFiles(),
            r.findings().size())
        + String.join("", r.findings().stream().map(f -> "\n  " + f).toList());
  }
}
