package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code datalab release reject ID}: refuses it for good. */
@Command
public final class RejectCommand extends StepCommand {
  @Option(
      names = "--comment",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Why it is refused (required).")
  private String comment;

  @Override
  Release step(ReleaseStore store, String id, String person) {
    return store.reject(id, person, comment);
  }
}
