package fr.gouv.datalab.releases;

import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who decides on releases, as the signed conventions of a home say (article 6). Reads and verifies
 * the convention at every question; a suspension, an end or a last day that is over take no seat
 * away, since what was computed before must still be decided on, and every producer that must
 * approve may refuse.
 *
 * <p>All methods throw {@link fr.gouv.datalab.refusals.RefusedException} under article 5 when there
 * is no such convention, when a party has not signed it, or when it was altered: nobody decides
 * under such a text.
 */
public final class ConventionSeats implements Seats {
  private final Function<String, Optional<Filing>> conventions;

  /** The seats of the conventions of a home. */
  public ConventionSeats(ConventionStore conventions) {
    this(conventions::current);
  }

  /** The seats of conventions that are read elsewhere: the version that counts, by identifier. */
  public ConventionSeats(Function<String, Optional<Filing>> conventions) {
    this.conventions = conventions;
  }

  @Override
  public Set<String> heldBy(String convention, String person) {
    Convention signed = signed(convention);
    Set<String> seats = new TreeSet<>(signed.rolesOf(person));
    seats.retainAll(signed.approvals());
    return seats;
  }

  @Override
  public Set<String> required(String convention) {
    return new TreeSet<>(signed(convention).approvals());
  }

  /** Whether it names the person in any role. */
  @Override
  public boolean member(String convention, String person) {
    return !signed(convention).rolesOf(person).isEmpty();
  }

  private Convention signed(String id) {
    return conventions
        .apply(id)
        .filter(filing -> filing.unsigned().isEmpty())
        .map(Filing::convention)
        .orElseThrow(
            () ->
                Article.SIGNATURES.refuses(
                    id,
                    "There is no convention "
                        + id
                        + " that all its parties signed, so nobody may decide on its releases:"
                        + " have it signed by `datalab convention sign`."));
  }
}
