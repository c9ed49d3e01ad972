package fr.gouv.datalab.desk;

import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.Scope;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may read which releases at the desk. What is prepared under a convention is read by those
 * whom the convention names, by the administrators of its producers, by the release's author, and
 * by auditors; to all others it is as if it did not exist. Who opened the desk for themself, at the
 * machine that keeps the home, reads all.
 */
public final class Readers {
  private final Rooms rooms;

  Readers(Rooms rooms) {
    this.rooms = rooms;
  }

  /** Whether the person is an auditor, by their account. */
  public boolean isAuditor(String person) {
    return rooms
        .accounts()
        .find(person)
        .filter(account -> account.stands() && account.roles().contains(Role.AUDITEUR))
        .isPresent();
  }

  /**
   * What the lists of a person have. Whom every convention concerns is given all, which is read
   * faster.
   *
   * @param keeper whether they opened the desk for themself
   */
  public Scope scope(String person, boolean keeper) {
    if (keeper || isAuditor(person)) {
      return Scope.all();
    }
    ConventionStore.Survey survey = rooms.conventions().survey();
    Set<String> producers = rooms.producersOf(person);
    Set<String> theirs = new TreeSet<>();
    for (Filing filing : survey.intact()) {
      if (concerns(filing, person, producers)) {
        theirs.add(filing.convention().id());
      }
    }
    boolean every = survey.altered().isEmpty() && theirs.size() == survey.intact().size();
    return every && !theirs.isEmpty() ? Scope.all() : Scope.of(theirs);
  }

  /**
   * A release, for who may read it.
   *
   * @throws UsageException when there is none of this number, or none for them
   */
  public Release release(String id, String person, boolean keeper) {
    Release release = rooms.releases().show(id);
    if (keeper || person.equals(release.author()) || isAuditor(person) || its(release, person)) {
      return release;
    }
    throw new UsageException("There is no such release.");
  }

  private boolean its(Release release, String person) {
    try {
      return rooms
          .conventions()
          .current(release.convention())
          .filter(filing -> concerns(filing, person, rooms.producersOf(person)))
          .isPresent();
    } catch (RefusedException e) {
      return false;
    }
  }

  private static boolean concerns(Filing filing, String person, Set<String> producers) {
    return filing.unsigned().isEmpty()
        && (!filing.convention().rolesOf(person).isEmpty()
            || !Collections.disjoint(filing.convention().producers().values(), producers));
  }

  /** Whether the person had an account and lost it: then their tokens open nothing either. */
  boolean closed(String person) {
    return rooms.accounts().find(person).filter(each -> each.closed().isPresent()).isPresent();
  }
}
