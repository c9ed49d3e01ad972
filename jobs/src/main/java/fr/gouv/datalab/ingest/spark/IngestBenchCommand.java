package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab bench ingest}: prints a ratio, never a bare time. */
@Command
public final class IngestBenchCommand implements Callable<Integer> {
  private static final Map<String, String> FILES =
      Map.of(
          "dsn.contrats", "gip-mds/contrats.csv",
          "dgfip.foyers_fiscaux", "dgfip/foyers_fiscaux.csv",
          "dgfip.declarants", "dgfip/declarants.csv",
          "siv.immatriculations", "interieur/immatriculations.csv");

  @Mixin private Console console;

  @Option(
      names = "--dataset",
      defaultValue = "dsn.contrats",
      paramLabel = "NAME",
      description = "Which dataset's file (default: ${DEFAULT-VALUE}).")
  private String dataset;

  @Option(
      names = "--scale",
      defaultValue = "0.11",
      paramLabel = "F",
      description =
          "Fraction of France (default: ${DEFAULT-VALUE}, about three million contracts).")
  private double scale;

  @Option(
      names = "--pairs",
      defaultValue = "5",
      paramLabel = "N",
      description = "Pairs of runs that are counted (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Override
  public Integer call() throws IOException {
    if (!FILES.containsKey(dataset)) {
      throw new UsageException("The bench has files of " + FILES.keySet() + ".");
    }
    Path room = Files.createTempDirectory("bench-");
    try {
      Path files = room.resolve("files");
      StringWriter words = new StringWriter();
      int code =
          Datalab.run(
              new PrintWriter(words),
              new PrintWriter(words),
              "sample",
              "generate",
              "--scale",
              Double.toString(scale),
              "--seed",
              "1",
              "--out",
              files.toString());
      if (code != 0) {
        throw new IllegalStateException("The sample could not be written: " + words);
      }
      Contract contract = IngestBench.contract(room, dataset);
      IngestBench.Measured measured =
          new IngestBench(room, contract, files.resolve(FILES.get(dataset)), console::progress)
              .run(pairs);
      console.result(
          measured,
          String.format(
              Locale.ROOT,
              "%s, %,d rows: pseudonymised and encrypted ingest takes %.2f times plain CSV to"
                  + " Delta (median of %d pairs; from %.2f to %.2f), and %.2f times its processor"
                  + " time",
              dataset,
              measured.rows(),
              IngestBench.Measured.median(measured.ratios()),
              measured.ratios().size(),
              Collections.min(measured.ratios()),
              Collections.max(measured.ratios()),
              IngestBench.Measured.median(measured.cpuRatios())));
    } finally {
      IngestBench.remove(room);
    }
    return 0;
  }
}
