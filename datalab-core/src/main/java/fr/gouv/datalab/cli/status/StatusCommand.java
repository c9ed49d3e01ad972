package fr.gouv.datalab.cli.status;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.flows.StoppedFlow;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab status}: what the house holds and what waits for someone. */
@Command
public final class StatusCommand implements Callable<Integer> {
  private static final Statements SQL = Statements.beside(StatusCommand.class, "status.sql");

  @Mixin private Console console;

  private record Status(
      String home,
      int datasets,
      int conventions,
      List<String> conventionsInForce,
      int conventionsAltered,
      List<String> flowsStopped,
      Map<String, Long> releases,
      long releasesWaiting,
      long journalRecords) {}

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      Status status = status(registry);
      console.result(status, text(status));
    }
    return 0;
  }

  private static Status status(Registry registry) {
    ConventionStore.Survey survey = new ConventionStore(registry).survey();
    List<Filing> conventions = survey.intact();
    int altered = survey.altered().size();
    Map<String, Long> releases = new TreeMap<>();
    registry.read(
        tx ->
            tx.list(
                SQL.get("releases"),
                row -> releases.put(row.getString("state"), row.getLong("number"))));
    return new Status(
        registry.home().path().toString(),
        Catalogue.of(registry.home()).names().size(),
        conventions.size() + altered,
        conventions.stream()
            .filter(filing -> filing.inForce(registry.now()))
            .map(filing -> filing.convention().id())
            .toList(),
        altered,
        new Flows(registry).stopped().stream().map(StoppedFlow::dataset).toList(),
        releases,
        releases.getOrDefault("SUBMITTED", 0L),
        registry.read(tx -> tx.number(SQL.get("journal"))));
  }

  private static String text(Status status) {
    return String.join(
        "\n",
        "Home         " + status.home,
        "Datasets     " + status.datasets + " in the catalogue",
        "Conventions  "
            + status.conventions
            + ", in force: "
            + named(status.conventionsInForce)
            + (status.conventionsAltered == 0 ? "" : ", ALTERED: " + status.conventionsAltered),
        "Flows        stopped: " + named(status.flowsStopped),
        "Releases     "
            + status.releases.values().stream().mapToLong(Long::longValue).sum()
            + ", waiting for review: "
            + status.releasesWaiting,
        "Journal      " + status.journalRecords + " records");
  }

  private static String named(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
