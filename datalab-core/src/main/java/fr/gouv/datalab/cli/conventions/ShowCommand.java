package fr.gouv.datalab.cli.conventions;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.ConventionText;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab convention show ID}: its latest version in plain French, article by article, with
 * its signatures; or what one version changed.
 */
@Command
public final class ShowCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The convention's identifier.")
  private String id;

  @Option(names = "--at", paramLabel = "N", description = "Another version than the latest.")
  private Integer version;

  @Option(
      names = "--diff",
      description = "What the version changed since the one before, article by article.")
  private boolean diff;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      List<Filing> versions = new ConventionStore(registry).show(id);
      ConventionText text = new ConventionText(Catalogue.of(registry.home()));
      int at = chosen(versions);
      if (diff) {
        differences(versions, text, at);
      } else {
        console.result(versions, String.join("\n", text.of(versions.get(at))));
      }
    }
    return 0;
  }

  private int chosen(List<Filing> versions) {
    int latest = 0;
    for (int i = 0; i < versions.size(); i++) {
      int number = versions.get(i).convention().version();
      if (version != null && number == version) {
        return i;
      }
      if (number > versions.get(latest).convention().version()) {
        latest = i;
      }
    }
    if (version != null) {
      throw new UsageException(
          "There is no version "
              + version
              + " of "
              + id
              + ": there are "
              + versions.stream()
                  .map(each -> Integer.toString(each.convention().version()))
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return latest;
  }

  private void differences(List<Filing> versions, ConventionText text, int at) {
    int now = versions.get(at).convention().version();
    Filing before =
        versions.stream()
            .filter(each -> each.convention().version() < now)
            .reduce(
                (one, other) ->
                    one.convention().version() > other.convention().version() ? one : other)
            .orElseThrow(() -> new UsageException(id + " has no version before " + now + "."));
    List<String> changes =
        ConventionText.changes(
            text.body(before.convention()), text.body(versions.get(at).convention()));
    console.result(
        Map.of("from", before.convention().version(), "to", now, "changes", changes),
        String.join("\n", changes));
  }
}
