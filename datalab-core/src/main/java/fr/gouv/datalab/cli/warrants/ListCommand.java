package fr.gouv.datalab.cli.warrants;

import fr.gouv.datalab.cli.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab warrant list}: every warrant, the latest first. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    try (Warrants warrants = Warrants.of(console)) {
      List<Warrants.View> views = warrants.store().list().stream().map(warrants::view).toList();
      console.result(views, Warrants.lines(views));
    }
    return 0;
  }
}
