package fr.gouv.datalab.bridge.sessions;

import java.time.Duration;

/**
 * How much may be asked of a server.
 *
 * @param queries that run at once, of all sessions together
 * @param queriesOfSession that run at once in one session
 * @param rows of one result
 * @param scannedBytes of the files that one query reads, as Spark estimates them before it runs
 * @param time of one query, from its start to its last batch taken
 * @param idle after which a session without a query is closed; it is opened again when asked
 */
public record Limits(
    int queries, int queriesOfSession, long rows, long scannedBytes, Duration time, Duration idle) {

  /** For one machine. */
  public static final Limits USUAL =
      new Limits(24, 8, 100_000_000, 200L << 30, Duration.ofMinutes(30), Duration.ofMinutes(30));

  /** Checks that each leaves room for something. */
  public Limits {
    if (queries < 1
        || queriesOfSession < 1
        || rows < 1
        || scannedBytes < 1
        || time.isNegative()
        || time.isZero()
        || idle.isNegative()
        || idle.isZero()) {
      throw new IllegalArgumentException("Every limit must be above zero.");
    }
  }
}
