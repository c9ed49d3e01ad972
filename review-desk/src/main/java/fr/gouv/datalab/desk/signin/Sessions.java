package fr.gouv.datalab.desk.signin;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open sessions, in memory alone: a server that stops has signed everyone out. One ends after
 * half an hour without a request, or ten hours in all. Its name in the cookie is 256 random bits.
 */
public final class Sessions {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration LONGEST = Duration.ofHours(10);
  private static final int MOST = 10_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Open(Session session, Instant seen) {}

  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final Clock clock;

  /** No session yet. */
  public Sessions(Clock clock) {
    this.clock = clock;
  }

  /** Opens one, and gives the name for its cookie. */
  public String open(String person, boolean bySecret) {
    Instant now = clock.instant();
    open.values().removeIf(each -> ended(each, now));
    if (open.size() >= MOST) {
      open.clear();
    }
    String name = drawn();
    open.put(name, new Open(new Session(person, drawn(), now, bySecret), now));
    return name;
  }

  /** The session of a cookie, while it lasts. */
  public Optional<Session> of(String name) {
    if (name == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Open found =
        open.computeIfPresent(name, (k, o) -> ended(o, now) ? null : new Open(o.session, now));
    return Optional.ofNullable(found).map(Open::session);
  }

  /** Ends one. */
  public void close(String name) {
    if (name != null) {
      open.remove(name);
    }
  }

  private static boolean ended(Open each, Instant now) {
    return now.isAfter(each.seen().plus(IDLE))
        || now.isAfter(each.session().opened().plus(LONGEST));
  }

  static String drawn() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
