package fr.gouv.datalab.accounts;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who may sign in.
 *
 * @param person as conventions name them
 * @param roles what they come for
 * @param created when the account was opened
 * @param activated when they chose a password and a second factor
 * @param closed when it was closed for good
 */
public record Account(
    String person,
    Set<Role> roles,
    Instant created,
    Optional<Instant> activated,
    Optional<Instant> closed) {

  /** Copies the roles. */
  public Account {
    roles = Set.copyOf(roles);
  }

  /** Whether they may sign in. */
  public boolean stands() {
    return activated.isPresent() && closed.isEmpty();
  }
}
