package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.releases.IndependentReviews;
import fr.gouv.datalab.releases.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab release show ID}: its files, and every decision on it with its comment that the
 * person who asks may see.
 */
@Command
public final class ShowCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The release, as `datalab release list` shows it.")
  private String id;

  @Override
  public Integer call() {
    try (Releases releases = Releases.of(console)) {
      Release whole = releases.store().show(id);
      String person = console.user();
      Release release = IndependentReviews.asSeenBy(whole, person);
      console.result(
          release,
          told(release, releases)
              + (IndependentReviews.seesAll(whole, person)
                  ? ""
                  : "\nreviews     independent: those of others show once "
                      + person
                      + " has approved, or the round is over"));
    }
    return 0;
  }

  private static String told(Release release, Releases releases) {
    List<String> lines = new ArrayList<>();
    lines.add(release.id() + "  " + release.state() + "  " + release.title());
    lines.add("convention  " + release.convention() + ", use case " + release.useCase());
    lines.add("author      " + release.author() + ", " + release.created());
    lines.add("files       " + releases.store().folder(release.id()).path());
    for (Release.HashedFile file : release.files()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "            %s  %,d bytes  %s",
              file.sha256().substring(0, 12),
              file.size(),
              file.path()));
    }
    for (Release.Decided decided : release.decisions()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-11s %s  %s%s, round %d, journal record %d%s",
              decided.decision().word(),
              decided.time(),
              decided.person(),
              decided.seat().isEmpty() ? "" : " for " + decided.seat(),
              decided.round(),
              decided.sequence(),
              decided.comment().isEmpty() ? "" : "\n            “" + decided.comment() + "”"));
    }
    return String.join("\n", lines);
  }
}
