package fr.gouv.datalab.releases;

import java.util.Set;
import java.util.TreeSet;

/**
 * The rule that reviews are independent, in one place: while a release is under review, nobody
 * learns of the opinion, the comment or the checklist of another in the present round before giving
 * their own approval; who gives none, its author included, learns of them when the round is over.
 *
 * <p>Everything that shows a release to a person asks here: the desk's pages and reports, the
 * command line in words and in JSON, its proofs.
 */
public final class IndependentReviews {
  private IndependentReviews() {}

  /** Whether nothing of the present round is kept from a person. */
  public static boolean seesAll(Release release, String person) {
    return release.state() != ReleaseState.SUBMITTED
        || release.decisions().stream()
            .anyMatch(
                each ->
                    each.round() == release.round()
                        && each.decision() == Decision.APPROVE
                        && each.person().equals(person));
  }

  /** The release with those decisions that a person may see now. */
  public static Release asSeenBy(Release release, String person) {
    return seesAll(release, person)
        ? release
        : release.withDecisions(
            release.decisions().stream()
                .filter(
                    each ->
                        each.round() != release.round()
                            || each.decision() == Decision.SUBMIT
                            || each.person().equals(person))
                .toList());
  }

  /**
   * The seats that a person may be told a release waits for: those that are missing, once they may
   * see all; before, their own that are missing, or every seat that it takes, which says nothing of
   * who has given an opinion.
   *
   * @param required every seat that must approve
   * @param held the seats that the person holds
   */
  public static Set<String> waitsFor(
      Release release, String person, Set<String> required, Set<String> held) {
    if (release.state() != ReleaseState.SUBMITTED) {
      return new TreeSet<>();
    }
    Set<String> missing = new TreeSet<>(required);
    release.approvals().forEach(approval -> missing.remove(approval.seat()));
    if (seesAll(release, person)) {
      return missing;
    }
    missing.retainAll(held);
    return missing.isEmpty() ? new TreeSet<>(required) : missing;
  }
}
