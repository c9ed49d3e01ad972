package fr.gouv.datalab.cli.tokens;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tokens.PersonalToken;
import fr.gouv.datalab.tokens.TokenStore;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab token list}: the tokens of the person who acts. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      List<PersonalToken> tokens = new TokenStore(registry).list(console.user());
      console.result(
          tokens,
          tokens.isEmpty()
              ? "No token was ever issued to " + console.user() + "."
              : tokens.stream()
                  .map(token -> token.id() + "  " + state(token, registry))
                  .collect(Collectors.joining("\n")));
    }
    return 0;
  }

  private static String state(PersonalToken token, Registry registry) {
    return token
        .revoked()
        .map(since -> "revoked on " + since)
        .orElse((token.stands(registry.now()) ? "stands until " : "expired on ") + token.expires());
  }
}
