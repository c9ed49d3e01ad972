package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.releases.Release;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab release approve ID}: approves it for a seat of its convention. */
@Command
public final class ApproveCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The release, as `datalab release list` shows it.")
  private String id;

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
  public Integer call() {
    String person = console.user();
    try (Releases releases = Releases.of(console)) {
      Release release = releases.store().approve(id, person, seat, comment);
      console.result(release, releases.told(release));
    }
    return 0;
  }
}
