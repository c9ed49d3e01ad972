package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab release list}: every release, the latest first. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  private record Line(
      String id,
      String state,
      String convention,
      String useCase,
      String author,
      Instant created,
      Instant changed,
      String title) {}

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home().require())) {
      List<Line> lines = ReleaseStore.list(registry).stream().map(ListCommand::line).toList();
      console.result(
          lines,
          lines.isEmpty()
              ? "No release yet: a use case that runs makes a draft."
              : lines.stream().map(ListCommand::told).collect(Collectors.joining("\n")));
    }
    return 0;
  }

  private static Line line(Release release) {
    return new Line(
        release.id(),
        release.state().name(),
        release.convention(),
        release.useCase(),
        release.author(),
        release.created(),
        release.changed(),
        release.title());
  }

  private static String told(Line line) {
    return String.format(
        Locale.ROOT,
        "%-14s %-10s %-15s %s  %s",
        line.id(),
        line.state(),
        line.convention(),
        line.changed().toString().substring(0, 10),
        line.title());
  }
}
