package fr.gouv.datalab.desk;

import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.catalogue.RememberedCatalogue;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.ReleaseLists;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.releases.RememberedSeats;
import fr.gouv.datalab.releases.ReviewNotes;
import fr.gouv.datalab.releases.Seats;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the desk opens a window on: the rooms of one home.
 *
 * @param registry of the home
 * @param releases and who decides on them
 * @param lists of releases
 * @param seats as conventions give them
 * @param notes of reviewers
 * @param conventions signed or not
 * @param catalogue of datasets
 * @param accounts of those who sign in
 */
public record Rooms(
    Registry registry,
    ReleaseStore releases,
    ReleaseLists lists,
    Seats seats,
    ReviewNotes notes,
    ConventionStore conventions,
    RememberedCatalogue catalogue,
    AccountStore accounts) {

  /** The rooms of a registry's home. */
  public static Rooms of(Registry registry, KeyStore keys, ReleaseStore releases, Seats seats) {
    return new Rooms(
        registry,
        releases,
        new ReleaseLists(registry),
        seats,
        new ReviewNotes(registry, seats),
        new ConventionStore(registry),
        new RememberedCatalogue(registry.home()),
        new AccountStore(registry, keys));
  }

  /**
   * The seats, where each convention is read once for as long as one page is made. Not for
   * decisions, which read anew.
   */
  public Seats seatsForOnePage() {
    Map<String, Optional<Filing>> known = new HashMap<>();
    return new RememberedSeats(
        new ConventionSeats(id -> known.computeIfAbsent(id, conventions::current)));
  }

  /**
   * The producers for which a person acts, by a convention that all its parties signed and that has
   * not ended. The same rule as the switch of a flow.
   */
  public Set<String> producersOf(String person) {
    Set<String> producers = new TreeSet<>();
    for (Filing filing : conventions.survey().intact()) {
      if (!filing.unsigned().isEmpty() || filing.ended().isPresent()) {
        continue;
      }
      for (String producer : filing.convention().producers().values()) {
        if (filing.convention().holds(person, Convention.administrator(producer))) {
          producers.add(producer);
        }
      }
    }
    return producers;
  }
}
