package fr.gouv.datalab.cli.mailings;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.registry.Registry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab mailing list}: the lists that were drawn, the latest first. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home().require())) {
      List<MailingList> lists = new MailingLists(registry).all();
      console.result(
          lists,
          lists.isEmpty()
              ? "No list yet: `datalab run USE_CASE --convention ID --step courrier` draws one."
              : lists.stream().map(ListCommand::told).collect(Collectors.joining("\n")));
    }
    return 0;
  }

  private static String told(MailingList list) {
    return String.format(
        Locale.ROOT,
        "%s  %s  %s  %s  %,d to write to, %,d set aside",
        list.shortId(),
        list.convention(),
        list.useCase(),
        list.asOf(),
        list.treated(),
        list.control());
  }
}
