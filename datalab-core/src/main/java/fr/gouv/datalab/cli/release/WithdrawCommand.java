package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code datalab release withdraw ID}: says that what was exported is no longer to be relied on.
 */
@Command
public final class WithdrawCommand extends StepCommand {
  @Option(
      names = "--comment",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Why it is withdrawn (required).")
  private String comment;

  @Override
  Release step(ReleaseStore store, String id, String person) {
    return store.withdraw(id, person, comment);
  }
}
