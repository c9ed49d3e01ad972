package fr.gouv.datalab.cli.quarantine;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.registry.Registry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab quarantine list}: the deliveries of which rows wait in quarantine. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(names = "--dataset", paramLabel = "NAME", description = "Those of one dataset alone.")
  private String dataset;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      if (dataset != null) {
        Catalogue.of(registry.home()).dataset(dataset);
      }
      Deliveries deliveries = new Deliveries(registry);
      List<Delivery> waiting =
          (dataset == null ? deliveries.all() : deliveries.of(dataset))
              .stream().filter(delivery -> delivery.quarantined() > 0).toList();
      console.result(
          waiting,
          waiting.isEmpty()
              ? "No row is in quarantine."
              : String.join("\n", waiting.stream().map(ListCommand::line).toList()));
    }
    return 0;
  }

  private static String line(Delivery delivery) {
    return String.format(
        Locale.ROOT,
        "%s  %-24s  %s  %,10d of %,d rows",
        delivery.id(),
        delivery.dataset(),
        LocalDate.ofInstant(delivery.ended(), ZoneOffset.UTC),
        delivery.quarantined(),
        delivery.read());
  }
}
