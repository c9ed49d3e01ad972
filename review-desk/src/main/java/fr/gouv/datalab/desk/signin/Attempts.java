package fr.gouv.datalab.desk.signin;

import fr.gouv.datalab.openid.SignIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The browsers that were sent to the provider and may come back, each known by a cookie of its own,
 * once and within ten minutes. In memory alone. Safe for use by many threads.
 */
final class Attempts {
  static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  private record Sent(SignIn.Attempt attempt, Instant until) {}

  private final Clock clock;
  private final Map<String, Sent> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
          return size() > MOST;
        }
      };

  Attempts(Clock clock) {
    this.clock = clock;
  }

  /** Keeps an attempt, and gives the name for its browser's cookie. */
  synchronized String keep(SignIn.Attempt attempt) {
    String name = Sessions.drawn();
    sent.put(name, new Sent(attempt, clock.instant().plus(LONGEST)));
    return name;
  }

  /** The attempt of a cookie, which is gone from then on. */
  synchronized Optional<SignIn.Attempt> take(String name) {
    return Optional.ofNullable(name == null ? null : sent.remove(name))
        .filter(each -> clock.instant().isBefore(each.until()))
        .map(Sent::attempt);
  }
}
