package fr.gouv.datalab.cli.notices;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.notices.MailSettings;
import fr.gouv.datalab.notices.Notifier;
import fr.gouv.datalab.notices.Outbox;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code datalab notice send}: tells people by e-mail what waits for them, once; the desk does so
 * every minute while it is open.
 */
@Command
public final class SendCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    Home home = console.home().require();
    MailSettings mail =
        home.configuration()
            .mail()
            .orElseThrow(
                () ->
                    new UsageException(
                        "No mail server is configured: see the section `mail` of datalab.yaml."));
    try (Registry registry = Registry.open(home);
        Notifier notifier = new Notifier(registry, mail)) {
      int sent = notifier.round();
      Map<String, Long> states = new Outbox(registry).states();
      Map<String, Object> result = new TreeMap<>(Map.of("sent", sent, "outbox", states));
      console.result(result, sent + " sent; in the outbox: " + states);
      return 0;
    }
  }
}
