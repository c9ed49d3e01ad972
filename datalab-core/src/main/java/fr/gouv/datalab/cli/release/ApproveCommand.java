package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code datalab release approve ID}: approves it for a seat of its convention. */
@Command
public final class ApproveCommand extends StepCommand {
  @Option(
      names = "--comment",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What the release should keep of this approval.")
  private String comment;

  @Option(
      names = "--seat",
      paramLabel = "SEAT",
      description = "For which seat, when the person holds several.")
  private String seat;

  @Override
  Release step(ReleaseStore store, String id, String person) {
    return store.approve(id, person, seat, comment);
  }
}
