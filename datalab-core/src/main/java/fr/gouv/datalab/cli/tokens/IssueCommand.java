package fr.gouv.datalab.cli.tokens;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tokens.TokenStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab token issue}: a token for the person who acts; its secret is shown this once. */
@Command
public final class IssueCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--days",
      defaultValue = "30",
      paramLabel = "DAYS",
      description = "How long it stands (default: ${DEFAULT-VALUE}, at most 366).")
  private int days;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      TokenStore.Issued issued =
          new TokenStore(registry).issue(console.user(), Duration.ofDays(days));
      console.result(
          Map.of(
              "id", issued.token().id(),
              "person", issued.token().person(),
              "expires", issued.token().expires(),
              "secret", issued.secret()),
          issued.secret()
              + "\n"
              + issued.token().id()
              + " of "
              + issued.token().person()
              + " stands until "
              + issued.token().expires()
              + ". Its secret is shown this once: keep it where only you read it.");
    }
    return 0;
  }
}
