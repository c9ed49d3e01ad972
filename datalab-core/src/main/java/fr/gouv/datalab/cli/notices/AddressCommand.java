package fr.gouv.datalab.cli.notices;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.notices.Outbox;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab notice address}: where a person wants to be told by e-mail, or nowhere. */
@Command
public final class AddressCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "PERSON", description = "As conventions name them.")
  private String person;

  @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "One mailbox.")
  private String address;

  @Option(names = "--none", description = "Tell them nothing more by e-mail.")
  private boolean none;

  @Override
  public Integer call() {
    if (none == (address != null)) {
      throw new fr.gouv.datalab.refusals.UsageException(
          "Give either an address, or --none to tell " + person + " nothing more by e-mail.");
    }
    try (Registry registry = Registry.open(console.home())) {
      Outbox outbox = new Outbox(registry);
      if (none) {
        outbox.forget(person, console.user());
      } else {
        outbox.address(person, address, console.user());
      }
      console.result(
          Map.of("person", person, "told", !none),
          person + (none ? " is told nothing more by e-mail." : " is told by e-mail from now on."));
      return 0;
    }
  }
}
