package fr.gouv.datalab.rights;

import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.conventions.Filings;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the registry knows of expiries: those that began and did not end, the deliveries that are
 * gone, the conventions whose retention is over. Each end is journaled with what it records.
 */
public final class Retentions {
  private final Registry registry;

  /** The expiries of the registry's home. */
  public Retentions(Registry registry) {
    this.registry = registry;
  }

  /** Whether an expiry of the dataset began and did not end. */
  public boolean began(String dataset) {
    return registry.read(tx -> tx.number(Numbered.SQL.get("retentionBegan"), dataset)) > 0;
  }

  /** Says that rows may go from now on. */
  public void begin(String dataset) {
    registry.inTransaction(tx -> tx.update(Numbered.SQL.get("beginRetention"), dataset, tx.now()));
  }

  /**
   * Says that they are gone.
   *
   * @param deliveries of which nothing is left; they are not ingested again
   */
  public void end(
      String dataset, List<String> deliveries, String person, Map<String, Object> figures) {
    registry.inTransaction(
        tx -> {
          deliveries.forEach(
              id -> tx.update("update delivery set state = 'expired' where id = ?", id));
          tx.update(Numbered.SQL.get("endRetention"), dataset);
          Journal.append(tx, new Act(person, "retention.expire", dataset, figures));
          return null;
        });
  }

  /** The conventions whose retention is over, and whose project key is still there. */
  public List<String> conventionsDue(LocalDate today) {
    KeyStore keys = KeyStore.open(registry.home().keys());
    return registry.read(
        tx -> {
          List<String> due = new ArrayList<>();
          for (String id : new Filings(tx).ids()) {
            boolean open = tx.number(Numbered.SQL.get("conventionExpired"), id) == 0;
            if (open
                && hadKey(keys, id)
                && last(tx, id).filter(day -> day.isBefore(today)).isPresent()) {
              due.add(id);
            }
          }
          return due;
        });
  }

  private static boolean hadKey(KeyStore keys, String id) {
    KeyName project = KeyName.project(id);
    return keys.list().stream().anyMatch(entry -> entry.name().equals(project));
  }

  /** The last day on which what was computed under a convention may be kept. */
  private static Optional<LocalDate> last(Transaction tx, String id) {
    try {
      return new Filings(tx).current(id).map(Retentions::last);
    } catch (RefusedException altered) {
      return Optional.empty();
    }
  }

  private static LocalDate last(Filing filing) {
    LocalDate until = filing.convention().until();
    LocalDate end =
        filing
            .ended()
            .map(at -> at.atZone(Convention.ZONE).toLocalDate())
            .filter(day -> day.isBefore(until))
            .orElse(until);
    return end.plus(filing.convention().retention());
  }

  /**
   * Destroys the project key of a convention whose retention is over: its pseudonyms can no longer
   * be told from random bytes. The key goes first; a crash in between is made good the next time.
   */
  public void expire(String convention, String person) {
    KeyStore keys = KeyStore.open(registry.home().keys());
    if (keys.exists(KeyName.project(convention))) {
      keys.destroy(KeyName.project(convention));
    }
    registry.inTransaction(
        tx -> {
          tx.update(Numbered.SQL.get("expireConvention"), convention, tx.now());
          Journal.append(tx, new Act(person, "retention.convention", convention));
          return null;
        });
  }
}
