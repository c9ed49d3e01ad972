package fr.gouv.datalab.desk.signin;

import java.time.Instant;

/**
 * A person at the desk, from signing in to signing out.
 *
 * @param person who
 * @param token that their forms carry
 * @param opened since when
 * @param bySecret whether they came by the address that the command printed, not by an account
 */
public record Session(String person, String token, Instant opened, boolean bySecret) {
  @Override
  public String toString() {
    return "Session[" + person + "]";
  }
}
