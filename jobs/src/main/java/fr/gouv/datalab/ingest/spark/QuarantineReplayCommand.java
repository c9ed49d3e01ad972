package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab quarantine replay DATASET|DELIVERY}: judges refused rows again, under the contract
 * as it is now or as the producer corrected them.
 */
@Command
public final class QuarantineReplayCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(
      paramLabel = "DATASET|DELIVERY",
      description = "All deliveries of a dataset, or one as `quarantine list` names it.")
  private String name;

  @Option(
      names = "--correction",
      paramLabel = "FILE",
      description =
          "Corrected rows of the delivery: the dataset's columns, and _ligne, the line of the"
              + " refused row.")
  private Path correction;

  @Option(
      names = "--file",
      paramLabel = "N",
      description = "Which file of the delivery is corrected, from 1; needed where it has several.")
  private Integer file;

  @Override
  public Integer call() {
    Home home = console.home().require();
    try (Registry registry = Registry.open(home)) {
      Deliveries deliveries = new Deliveries(registry);
      Optional<Delivery> one = deliveries.find(name);
      if (one.isEmpty() && Catalogue.of(home).find(name).isEmpty()) {
        throw new UsageException(
            "There is no delivery and no dataset `"
                + name
                + "`: `datalab quarantine list` shows deliveries with refused rows.");
      }
      if (file != null && correction == null) {
        throw new UsageException("--file says which file --correction corrects: give both.");
      }
      if (correction != null && one.isEmpty()) {
        throw new UsageException(
            "A correction is of one delivery: give its name, as `datalab quarantine list` shows it.");
      }
      int corrected = correction == null ? 0 : corrected(deliveries, one.orElseThrow());
      List<Delivery> all =
          one.map(List::of).orElseGet(() -> deliveries.of(name)).stream()
              .filter(delivery -> delivery.quarantined() > 0 || correction != null)
              .toList();
      List<Replayed> replayed = new ArrayList<>();
      if (!all.isEmpty()) {
        String person = console.user();
        console.progress("Starting Spark...");
        try (Engine engine = Engine.start(home)) {
          QuarantineReplay replay = new QuarantineReplay(engine, home, registry);
          for (Delivery each : all) {
            var contract = Catalogue.of(home).dataset(each.dataset());
            replayed.add(
                correction == null
                    ? replay.run(contract, each, person)
                    : replay.correct(contract, each, corrected, correction, person));
          }
        }
      }
      console.result(
          replayed,
          replayed.isEmpty()
              ? "No row is in quarantine: nothing to judge again."
              : String.join("\n", replayed.stream().map(Replayed::text).toList()));
    }
    return 0;
  }

  private int corrected(Deliveries deliveries, Delivery delivery) {
    int files = deliveries.filesOf(delivery.id());
    if (file == null && files > 1) {
      throw new UsageException(
          "This delivery has " + files + " files: say by --file N which one is corrected.");
    }
    int number = file == null ? 1 : file;
    if (number < 1 || number > files) {
      throw new UsageException("This delivery has " + files + " file(s), none is " + number + ".");
    }
    return number;
  }
}
