package fr.gouv.datalab.cli.tokens;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tokens.TokenStore;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab token revoke ID}: takes back a token of the person who acts. */
@Command
public final class RevokeCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The token, as `datalab token list` names it.")
  private String id;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      boolean now = new TokenStore(registry).revoke(id, console.user());
      console.result(
          Map.of("id", id, "changed", now),
          now
              ? id + " is revoked: queries that it opened are stopped."
              : id + " was revoked already; nothing was changed.");
    }
    return 0;
  }
}
