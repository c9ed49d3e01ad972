package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.releases.Release;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab release return ID}: sends it back to its author, who may submit it again. */
@Command
public final class ReturnCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The release, as `datalab release list` shows it.")
  private String id;

  @Option(
      names = "--comment",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What must change (required).")
  private String comment;

  @Override
  public Integer call() {
    String person = console.user();
    try (Releases releases = Releases.of(console)) {
      Release release = releases.store().return_(id, person, comment);
      console.result(release, releases.told(release));
    }
    return 0;
  }
}
