package fr.gouv.datalab.releases;

import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who may take which decision on a release, and when: nobody decides on what they wrote or
 * submitted, every seat that the convention requires must approve, and one person fills one seat.
 * Says so by {@link RefusedException}, with the article or the rule.
 */
final class FourEyes {
  private final Seats seats;

  FourEyes(Seats seats) {
    this.seats = seats;
  }

  /** Refuses a decision that the release's state does not know. */
  static void inState(Release release, Decision decision) {
    if (!decision.from().contains(release.state())) {
      String states =
          decision.from().stream().map(Enum::name).sorted().collect(Collectors.joining(" or "));
      throw new RefusedException(
          "the life of a release",
          release.id()
              + " is "
              + release.state()
              + ": only what is "
              + states
              + " can go through `release "
              + decision.word()
              + "`.");
    }
  }

  /**
   * Checks that the rules let a person take a decision.
   *
   * @return the seat for which they take it; empty where none is needed
   */
  String allowed(Release release, String person, Decision decision, String seat) {
    return switch (decision) {
      case SUBMIT, EXPORT, WITHDRAW -> {
        if (!person.equals(release.author()) && !seats.member(release.convention(), person)) {
          throw new RefusedException(
              Article.PEOPLE.of(release.convention()),
              person
                  + " is not of this convention: its people, or the release's author, may "
                  + decision.word()
                  + " it.");
        }
        if (decision == Decision.SUBMIT) {
          required(release);
        }
        yield "";
      }
      case APPROVE, RETURN, REJECT -> seat(release, person, seat, decision);
    };
  }

  private String seat(Release release, String person, String asked, Decision decision) {
    if (person.equals(release.author())
        || release.decisions().stream()
            .anyMatch(d -> d.decision() == Decision.SUBMIT && d.person().equals(person))) {
      throw new RefusedException(
          "four eyes",
          person
              + " wrote or submitted "
              + release.id()
              + ", and cannot decide on it: another person must.");
    }
    Set<String> required = required(release);
    Set<String> held = new TreeSet<>(seats.heldBy(release.convention(), person));
    held.retainAll(required);
    if (held.isEmpty() || (!asked.isEmpty() && !held.contains(asked))) {
      throw new RefusedException(
          Article.RELEASES.of(release.convention()),
          person
              + " does not hold "
              + (asked.isEmpty() ? "a seat that decides on its releases" : "the seat " + asked)
              + ": those are "
              + String.join(", ", required)
              + ".");
    }
    if (!asked.isEmpty() || decision != Decision.APPROVE) {
      return asked.isEmpty() ? held.iterator().next() : asked;
    }
    Set<String> open = new TreeSet<>(held);
    release.approvals().forEach(approval -> open.remove(approval.seat()));
    if (open.size() > 1) {
      throw new UsageException(
          person + " holds several seats: say which by --seat " + String.join("|", open) + ".");
    }
    return open.isEmpty() ? held.iterator().next() : open.iterator().next();
  }

  /** The seats that must approve; a convention that names none lets nothing out. */
  private Set<String> required(Release release) {
    Set<String> required = new TreeSet<>(seats.required(release.convention()));
    if (required.isEmpty()) {
      throw new RefusedException(
          Article.RELEASES.of(release.convention()),
          "it names no seat that approves releases, so none can leave: name at least two in it.");
    }
    return required;
  }

  /** Refuses a second approval of a seat, and one person's second seat. */
  static void seatIsFree(Release release, String person, String seat) {
    for (Release.Decided approval : release.approvals()) {
      if (approval.person().equals(person) || approval.seat().equals(seat)) {
        throw new RefusedException(
            "four eyes",
            approval.person().equals(person)
                ? person + " already approved " + release.id() + ": each seat is another person's."
                : "the seat " + seat + " already approved " + release.id() + ".");
      }
    }
  }

  /** The state after a decision: an approval is the last one when every seat has approved. */
  ReleaseState next(Release release, Decision decision, String seat) {
    if (decision != Decision.APPROVE) {
      return decision.leadsTo();
    }
    Set<String> open = open(release);
    open.remove(seat);
    return open.isEmpty() ? decision.leadsTo() : ReleaseState.SUBMITTED;
  }

  /** Checks anew what made the release approved: its state alone is not believed. */
  void everySeatApproved(Release release) {
    Set<String> open = open(release);
    if (!open.isEmpty()) {
      throw new RefusedException(
          Article.RELEASES.of(release.convention()),
          "the seats " + String.join(", ", open) + " have not approved " + release.id() + ".");
    }
    Set<String> people = new TreeSet<>(Set.of(release.author()));
    release.decisions().stream()
        .filter(decided -> decided.decision() == Decision.SUBMIT)
        .forEach(decided -> people.add(decided.person()));
    for (Release.Decided approval : release.approvals()) {
      if (!people.add(approval.person())) {
        throw new IntegrityException(
            "The approvals of " + release.id() + " are not those of different people.");
      }
    }
  }

  /** The seats whose approval is still missing in the present round. */
  Set<String> open(Release release) {
    Set<String> open = new TreeSet<>(seats.required(release.convention()));
    release.approvals().forEach(approval -> open.remove(approval.seat()));
    return open;
  }
}
