package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code datalab release return ID}: sends it back to its author, who may submit it again. */
@Command
public final class ReturnCommand extends StepCommand {
  @Option(
      names = "--comment",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What must change (required).")
  private String comment;

  @Override
  Release step(ReleaseStore store, String id, String person) {
    return store.return_(id, person, comment);
  }
}
