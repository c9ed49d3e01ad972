package fr.gouv.datalab.cli.flows;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.flows.StoppedFlow;
import fr.gouv.datalab.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab flow list}: which datasets flow, and who stopped those that do not. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      Flows flows = new Flows(registry);
      List<Map<String, Object>> forJson = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      for (String dataset : Catalogue.of(registry.home()).names()) {
        Optional<StoppedFlow> stop = flows.stopped(dataset);
        forJson.add(json(dataset, stop));
        lines.add(
            String.format(
                "%-26s %s",
                dataset,
                stop.map(
                        s -> "stopped since " + s.since() + " by " + s.person() + ": " + s.reason())
                    .orElse("open")));
      }
      console.result(forJson, String.join("\n", lines));
    }
    return 0;
  }

  private static Map<String, Object> json(String dataset, Optional<StoppedFlow> stop) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dataset", dataset);
    json.put("open", stop.isEmpty());
    stop.ifPresent(
        s -> {
          json.put("since", s.since());
          json.put("person", s.person());
          json.put("reason", s.reason());
        });
    return json;
  }
}
