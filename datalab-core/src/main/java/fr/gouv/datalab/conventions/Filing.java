package fr.gouv.datalab.conventions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a convention as the registry keeps it.
 *
 * @param convention what its document says
 * @param state where it stands
 * @param sha256 of its document, in hexadecimal
 * @param added when it was added
 * @param signed when each party signed it
 * @param unsigned the parties whose signature is missing
 * @param suspended since when it is suspended
 * @param ended since when it is ended
 */
public record Filing(
    Convention convention,
    State state,
    String sha256,
    Instant added,
    Map<String, Instant> signed,
    List<String> unsigned,
    Optional<Instant> suspended,
    Optional<Instant> ended) {

  /** Where a version stands; its dates are another matter. */
  public enum State {
    /** Some party has not signed. */
    UNSIGNED,
    /** Signed by all. */
    SIGNED,
    /** Suspended: nothing is read until a new version is signed by all. */
    SUSPENDED,
    /** Ended for good. */
    ENDED
  }

  /** Copies the signatures. */
  public Filing {
    signed = Map.copyOf(signed);
    unsigned = List.copyOf(unsigned);
  }

  /** Whether data may be read under it at that time: signed, not suspended, within its dates. */
  public boolean inForce(Instant time) {
    java.time.LocalDate day = time.atZone(Convention.ZONE).toLocalDate();
    return state == State.SIGNED
        && !day.isBefore(convention.from())
        && !day.isAfter(convention.until());
  }
}
