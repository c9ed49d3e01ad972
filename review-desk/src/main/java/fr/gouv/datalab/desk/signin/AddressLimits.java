package fr.gouv.datalab.desk.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one address may try to sign in: thirty failures in ten minutes, whoever it tries to be.
 * Each account has limits of its own besides. Safe for use by many threads.
 */
public final class AddressLimits {
  private static final int MOST = 30;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int ADDRESSES = 100_000;

  private record Count(Instant since, int failures) {}

  private final Clock clock;
  private final Map<String, Count> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > ADDRESSES;
        }
      };

  /** Nobody tried yet. */
  public AddressLimits(Clock clock) {
    this.clock = clock;
  }

  /** Whether the address may try now. */
  public synchronized boolean allows(String address) {
    Count count = counts.get(address);
    return count == null || fresh(count) || count.failures() < MOST;
  }

  /** Counts a failure. */
  public synchronized void failed(String address) {
    Count count = counts.get(address);
    counts.put(
        address,
        count == null || fresh(count)
            ? new Count(clock.instant(), 1)
            : new Count(count.since(), count.failures() + 1));
  }

  private boolean fresh(Count count) {
    return clock.instant().isAfter(count.since().plus(WINDOW));
  }
}
