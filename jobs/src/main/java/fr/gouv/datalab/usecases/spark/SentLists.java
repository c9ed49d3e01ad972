package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.warrants.Warrant;
import fr.gouv.datalab.warrants.WarrantStore;
import java.util.List;
import java.util.Optional;

/** Which lists were written to: those of a warrant that was executed, closed since or not. */
final class SentLists {
  private final Registry registry;

  SentLists(Registry registry) {
    this.registry = registry;
  }

  /**
   * The list whose effect is measured.
   *
   * @param named by the first digits of its hash; empty for the one executed last
   * @throws UsageException when there is none
   * @throws fr.gouv.datalab.refusals.RefusedException when its pseudonyms name nobody any more
   */
  MailingList find(String useCase, String convention, Optional<String> named) {
    MailingLists lists = new MailingLists(registry);
    List<String> sent =
        new WarrantStore(registry)
            .list().stream()
                .filter(warrant -> warrant.execution().isPresent())
                .filter(warrant -> warrant.useCase().equals(useCase))
                .filter(warrant -> warrant.convention().equals(convention))
                .map(Warrant::list)
                .toList();
    if (sent.isEmpty()) {
      throw new UsageException(
          "No letter of "
              + useCase
              + " was sent under "
              + convention
              + ": its effect is measured once `datalab warrant execute` wrote its addresses.");
    }
    String id = named.map(prefix -> lists.named(prefix).id()).orElse(sent.get(0));
    if (!sent.contains(id)) {
      throw new UsageException(
          "Nobody was written to from the list "
              + id.substring(0, 12)
              + " for "
              + useCase
              + " under "
              + convention
              + ": name one whose warrant was executed.");
    }
    MailingList list = lists.named(id);
    int now = KeyStore.open(registry.home().keys()).current(KeyName.LAKE);
    if (list.lakeKey() != now) {
      throw Article.WARRANTS.refuses(
          convention,
          "The list "
              + list.shortId()
              + " did not follow a change of the lake's key, because its rows were not as drawn, or"
              + " because that change is not finished: finish it by `datalab keys rotate`; without"
              + " it the effect cannot be measured.");
    }
    return list;
  }
}
