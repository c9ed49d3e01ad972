package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab ingest DATASET FILE...}: takes a delivery in, whole or not at all. */
@Command
public final class IngestCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(index = "0", paramLabel = "DATASET", description = "As `catalogue list` names it.")
  private String dataset;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "The files of one delivery: CSV or JSON lines, in clear or gzip, or Parquet.")
  private List<Path> files;

  @Override
  public Integer call() {
    Home home = console.home().require();
    Contract contract = Catalogue.of(home).dataset(dataset);
    String person = console.user();
    console.progress("Starting Spark...");
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      Ingested ingested = new Intake(engine, home, registry).ingest(contract, files, person);
      ingested.notes().forEach(console::warn);
      console.result(ingested, ingested.text());
    }
    return 0;
  }
}
