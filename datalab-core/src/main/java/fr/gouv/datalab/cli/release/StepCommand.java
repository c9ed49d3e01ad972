package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.releases.IndependentReviews;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command by which a person takes a release one step further in its life. */
abstract class StepCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The release, as `datalab release list` shows it.")
  private String id;

  /** Takes the step, and gives the release after it. */
  abstract Release step(ReleaseStore store, String id, String person);

  @Override
  public final Integer call() {
    String person = console.user();
    try (Releases releases = Releases.of(console)) {
      Release release = IndependentReviews.asSeenBy(step(releases.store(), id, person), person);
      console.result(release, releases.told(release));
    }
    return 0;
  }
}
