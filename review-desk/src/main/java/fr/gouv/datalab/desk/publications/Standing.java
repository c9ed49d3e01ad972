package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.IndependentReviews;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.releases.Seats;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where one person stands towards one release. The store has the last word on what they may do. */
final class Standing {
  private final Seats seats;
  private final Release release;
  private final String person;

  Standing(Seats seats, Release release, String person) {
    this.seats = seats;
    this.release = release;
    this.person = person;
  }

  private boolean own() {
    return person.equals(release.author()) || release.submittedBy().equals(Optional.of(person));
  }

  boolean veiled() {
    return !IndependentReviews.seesAll(release, person);
  }

  /** The missing seats that this person holds. */
  Set<String> mine() {
    if (own() || release.state() != ReleaseState.SUBMITTED) {
      return Set.of();
    }
    try {
      Set<String> mine = new TreeSet<>(seats.required(release.convention()));
      release.approvals().forEach(approval -> mine.remove(approval.seat()));
      mine.retainAll(seats.heldBy(release.convention(), person));
      return mine;
    } catch (RefusedException e) {
      return Set.of();
    }
  }

  /**
   * The seats it waits for, as the person may know them; none where the convention no longer lets
   * anyone decide.
   */
  Set<String> open() {
    try {
      return IndependentReviews.waitsFor(
          release,
          person,
          seats.required(release.convention()),
          own() ? Set.of() : seats.heldBy(release.convention(), person));
    } catch (RefusedException e) {
      return Set.of();
    }
  }

  List<Decision> possible() {
    try {
      boolean member = own() || seats.member(release.convention(), person);
      return switch (release.state()) {
        case DRAFT, RETURNED -> member ? List.of(Decision.SUBMIT) : List.of();
        case SUBMITTED ->
            own() || seats.heldBy(release.convention(), person).isEmpty()
                ? List.of()
                : mine().isEmpty()
                    ? List.of(Decision.RETURN, Decision.REJECT)
                    : List.of(Decision.APPROVE, Decision.RETURN, Decision.REJECT);
        case EXPORTED -> member ? List.of(Decision.WITHDRAW) : List.of();
        case REJECTED, APPROVED, WITHDRAWN -> List.of();
      };
    } catch (RefusedException e) {
      return List.of();
    }
  }
}
