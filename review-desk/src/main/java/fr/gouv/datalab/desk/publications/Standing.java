package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.releases.ReviewNotes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where one person stands towards one release. The store has the last word on what they may do. */
final class Standing {
  private final Rooms rooms;
  private final Release release;
  private final String person;

  Standing(Rooms rooms, Release release, String person) {
    this.rooms = rooms;
    this.release = release;
    this.person = person;
  }

  private boolean own() {
    return person.equals(release.author()) || release.submittedBy().equals(Optional.of(person));
  }

  boolean veiled() {
    return !ReviewNotes.seesAll(release, person);
  }

  /** The seats still to approve; none where the convention no longer lets anyone. */
  private Set<String> missing() {
    try {
      return release.state() == ReleaseState.SUBMITTED
          ? rooms.releases().open(release)
          : new TreeSet<>();
    } catch (RefusedException e) {
      return new TreeSet<>();
    }
  }

  /** The missing seats that this person holds. */
  Set<String> mine() {
    Set<String> mine = new TreeSet<>(missing());
    try {
      mine.retainAll(rooms.seats().heldBy(release.convention(), person));
      return own() ? Set.of() : mine;
    } catch (RefusedException e) {
      return Set.of();
    }
  }

  /** The missing seats as the person may know them: who has given no opinion knows their own. */
  Set<String> open() {
    return veiled() && !mine().isEmpty() ? mine() : missing();
  }

  List<Decision> possible() {
    try {
      boolean member = own() || rooms.seats().member(release.convention(), person);
      return switch (release.state()) {
        case DRAFT, RETURNED -> member ? List.of(Decision.SUBMIT) : List.of();
        case SUBMITTED ->
            own() || rooms.seats().heldBy(release.convention(), person).isEmpty()
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
