package fr.gouv.datalab.cli.conventions;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab convention list}: the version that counts of each, and where it stands. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      ConventionStore.Survey survey = new ConventionStore(registry).survey();
      List<Object> forJson = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      for (Filing filing : survey.intact()) {
        boolean inForce = filing.inForce(registry.now());
        forJson.add(json(filing, inForce));
        lines.add(line(filing, inForce));
      }
      for (RefusedException altered : survey.altered()) {
        forJson.add(
            Map.of("rule", altered.rule(), "state", "ALTERED", "problem", altered.getMessage()));
        lines.add("ALTERED: " + altered.getMessage());
      }
      console.result(
          forJson, lines.isEmpty() ? "There is no convention." : String.join("\n", lines));
    }
    return 0;
  }

  private static Map<String, Object> json(Filing filing, boolean inForce) {
    Convention convention = filing.convention();
    return Map.of(
        "convention", convention.id(),
        "version", convention.version(),
        "title", convention.title(),
        "state", filing.state(),
        "inForce", inForce,
        "from", convention.from(),
        "until", convention.until(),
        "unsigned", filing.unsigned(),
        "useCases", convention.useCases());
  }

  private static String line(Filing filing, boolean inForce) {
    Convention convention = filing.convention();
    return String.format(
        "%-16s v%-3d %-9s %s..%s%s  %s",
        convention.id(),
        convention.version(),
        filing.state(),
        convention.from(),
        convention.until(),
        inForce ? ", in force" : "",
        convention.title());
  }
}
