package fr.gouv.datalab.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab reference}: what {@code docs/commands.md} holds. Loads every command. */
@Command
public final class ReferenceCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    String page = CommandReference.onClassPath().page();
    console.result(Map.of("markdown", page), page.stripTrailing());
    return 0;
  }
}
