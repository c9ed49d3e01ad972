package fr.gouv.datalab.tokens;

import java.time.Instant;
import java.util.Optional;

/**
 * A token as the registry knows it: everything but its secret.
 *
 * @param id by which it is listed and revoked; says nothing of the secret
 * @param person whom it stands for
 * @param created when it was issued
 * @param expires the first moment at which it no longer stands
 * @param revoked when its person took it back
 */
public record PersonalToken(
    String id, String person, Instant created, Instant expires, Optional<Instant> revoked) {

  /** Whether it stands at that time. */
  public boolean stands(Instant time) {
    return revoked.isEmpty() && time.isBefore(expires);
  }
}
