package fr.gouv.datalab.bridge.sessions.spark;

import fr.gouv.datalab.bridge.queries.ExceededLimitException;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.bridge.sessions.QueryJournal;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.openid.Bearers;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tokens.PersonalToken;
import fr.gouv.datalab.tokens.TokenStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * The sessions of one server. A personal token and a convention open one, through the gate; the
 * same two find it again. Safe for use by many threads.
 */
public final class Sessions implements AutoCloseable {
  private final Engine engine;
  private final Registry registry;
  private final TokenStore tokens;
  private final Bearers bearers;
  private final Limits limits;
  private final Semaphore queries;
  private final Map<SessionKey, Session> open = new ConcurrentHashMap<>();
  private final Map<Wish, SessionKey> meant = new ConcurrentHashMap<>();

  /** What a caller gave; it costs the reading of conventions to know which session it means. */
  private record Wish(String token, Optional<String> convention, Optional<String> useCase) {}

  /**
   * No session yet.
   *
   * @param engine in whose process queries run
   */
  public Sessions(Engine engine, Registry registry, Limits limits) {
    this.engine = engine;
    this.registry = registry;
    this.tokens = new TokenStore(registry);
    this.bearers = new Bearers(registry);
    this.limits = limits;
    this.queries = new Semaphore(limits.queries());
  }

  /**
   * The session of a token under a convention, opened if it is not.
   *
   * @param secret of the token, or a token of the OpenID Connect provider where one is configured
   * @param convention its id; empty for the only one that names the person
   * @param useCase one of the convention's; empty for its only one
   * @throws RefusedException when the token does not stand (rule {@code personal token}), or the
   *     gate refuses
   * @throws UsageException when several conventions or use cases could be meant
   */
  public Session enter(String secret, Optional<String> convention, Optional<String> useCase) {
    PersonalToken token = bearers.personal(secret);
    Wish wish = new Wish(token.id(), convention, useCase);
    Optional<Session> known =
        Optional.ofNullable(meant.get(wish)).flatMap(key -> Optional.ofNullable(open.get(key)));
    return known.orElseGet(() -> enter(token, wish));
  }

  private Session enter(PersonalToken token, Wish wish) {
    Convention under = convention(token.person(), wish.convention());
    String purpose = wish.useCase().orElseGet(() -> onlyUseCase(under));
    SessionKey key = new SessionKey(token.id(), under.id(), purpose);
    Session session = open.computeIfAbsent(key, k -> open(k, token.person(), under));
    meant.put(wish, key);
    return session;
  }

  /**
   * The session of a key, if it is still open and its token stands.
   *
   * @throws RefusedException when the token does not stand
   */
  public Optional<Session> find(SessionKey key) {
    tokens.check(key.token());
    return Optional.ofNullable(open.get(key));
  }

  private Session open(SessionKey key, String person, Convention convention) {
    return new Session(
        key,
        new QueryJournal.Asker(person, convention.id(), key.useCase()),
        () -> GrantedRoom.open(engine, registry, convention, key.useCase(), person),
        tokens,
        new QueryJournal(registry),
        limits);
  }

  private Convention convention(String person, Optional<String> named) {
    ConventionStore conventions = new ConventionStore(registry);
    if (named.isPresent()) {
      return conventions
          .find(named.get())
          .orElseThrow(
              () ->
                  new RefusedException(
                      "convention " + named.get(),
                      "There is no convention "
                          + named.get()
                          + ", and nothing is read without one: name one that is signed."));
    }
    List<Convention> naming =
        conventions.list().stream()
            .filter(filing -> filing.inForce(registry.now()))
            .map(Filing::convention)
            .filter(convention -> convention.holds(person, Convention.ANALYST))
            .toList();
    if (naming.isEmpty()) {
      throw new RefusedException(
          "the conventions",
          "No convention in force names " + person + " analyste: have one signed that does.");
    }
    if (naming.size() > 1) {
      throw new UsageException(
          "Several conventions name you: say which one ("
              + naming.stream().map(Convention::id).collect(Collectors.joining(", "))
              + "), in connect(...) or in the header `convention`.");
    }
    return naming.get(0);
  }

  private static String onlyUseCase(Convention convention) {
    if (convention.useCases().size() > 1) {
      throw new UsageException(
          convention.id()
              + " has several use cases: say for which one you read ("
              + String.join(", ", convention.useCases())
              + "), by use_case of connect(...) or in the header `usecase`.");
    }
    return convention.useCases().get(0);
  }

  /** Lets one more query run in this server, until {@link #end}. */
  void begin() {
    if (!queries.tryAcquire()) {
      throw new ExceededLimitException(
          "The server runs "
              + limits.queries()
              + " queries already, which is its limit: ask again in a moment.");
    }
  }

  void end() {
    queries.release();
  }

  /** Every query that runs now. */
  public Collection<RunningQuery> running() {
    return open.values().stream().flatMap(session -> session.running().stream()).toList();
  }

  private void close(SessionKey key) {
    meant.values().removeIf(key::equals);
    Optional.ofNullable(open.remove(key)).ifPresent(Session::close);
  }

  /** Closes the sessions that nobody used for the time of the limits. */
  public void closeIdle() {
    Instant before = Instant.now().minus(limits.idle());
    for (Session session : open.values()) {
      session.closeLeft();
      if (session.idleSince(before)) {
        close(session.key());
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}
