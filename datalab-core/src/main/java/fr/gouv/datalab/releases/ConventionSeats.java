package fr.gouv.datalab.releases;

import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import java.util.Set;
import java.util.TreeSet;

/**
 * The seats that conventions name: their roles, and those whose approval they require. A release
 * needs a convention that all its parties signed and nobody suspended or ended.
 */
public final class ConventionSeats implements Seats {
  private final ConventionStore conventions;

  /** The seats of the conventions of a home. */
  public ConventionSeats(ConventionStore conventions) {
    this.conventions = conventions;
  }

  @Override
  public Set<String> heldBy(String convention, String person) {
    Set<String> seats = new TreeSet<>(current(convention).convention().rolesOf(person));
    seats.remove(Convention.ANALYST);
    return seats;
  }

  @Override
  public Set<String> required(String convention) {
    Filing filing = current(convention);
    if (filing.state() != Filing.State.SIGNED) {
      throw Article.RELEASES.refuses(
          convention,
          convention
              + " is "
              + filing.state().name().toLowerCase(java.util.Locale.ROOT)
              + ": a release is approved under one that all its parties signed and none"
              + " suspended or ended.");
    }
    return new TreeSet<>(filing.convention().approvals());
  }

  @Override
  public boolean member(String convention, String person) {
    return !current(convention).convention().rolesOf(person).isEmpty();
  }

  private Filing current(String convention) {
    return conventions.list().stream()
        .filter(filing -> filing.convention().id().equals(convention))
        .findFirst()
        .orElseThrow(
            () ->
                Article.RELEASES.refuses(
                    convention,
                    "This home has no convention " + convention + ": add it, and have it signed."));
  }
}
