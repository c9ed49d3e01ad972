package fr.gouv.datalab.replays;

import java.util.Optional;

/**
 * Refused rows of one delivery that are judged again.
 *
 * @param id which also labels the rows that it writes, until it is done
 * @param delivery whose rows they are
 * @param dataset the delivery's
 * @param state where it stands
 * @param person who had it done
 * @param correction the file that they were corrected by, if one was
 */
public record Replay(
    String id,
    String delivery,
    String dataset,
    State state,
    String person,
    Optional<Correction> correction) {
  /** Where a replay stands. */
  public enum State {
    /** Its rows are being written; nobody sees them, and a kill takes them back. */
    PENDING,
    /** Readers see its rows; what is left is to move them under their delivery. */
    DECIDED,
    /** All of its rows are the delivery's. */
    DONE,
    /** It was killed, or changed nothing: what it wrote was taken back. */
    ABANDONED
  }

  /** What became of the rows that were judged again. */
  public record Verdicts(long judged, long accepted, long refused) {}
}
