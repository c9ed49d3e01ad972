package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code datalab release submit ID}: asks those who hold its seats to review it. */
@Command
public final class SubmitCommand extends StepCommand {
  @Option(
      names = "--comment",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What reviewers should know.")
  private String comment;

  @Override
  Release step(ReleaseStore store, String id, String person) {
    return store.submit(id, person, comment);
  }
}
