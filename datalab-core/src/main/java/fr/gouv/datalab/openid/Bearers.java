package fr.gouv.datalab.openid;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tokens.Bearer;
import fr.gouv.datalab.tokens.BearerVerifier;
import fr.gouv.datalab.tokens.PersonalToken;
import fr.gouv.datalab.tokens.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns the bearer token of a call into a person: a personal token of this house, or a token of the
 * OpenID Connect provider where one is configured. For every service that is called with {@code
 * Authorization: Bearer}. Safe for use by many threads.
 */
public final class Bearers implements BearerVerifier {
  /** No token is lent for longer. */
  public static final Duration LENT = Duration.ofHours(12);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Map<String, PersonalToken> lent = new ConcurrentHashMap<>();
  private final Registry registry;
  private final TokenStore tokens;
  private final Optional<TokenVerifier> verifier;
  private final Optional<Identities> identities;

  /**
   * Who calls, and until when the token tells so.
   *
   * @param person as conventions name them
   * @param until the token is not to be taken from then on, nor work to go on under it
   */
  public record Caller(String person, Instant until) {}

  /** The bearers of a registry's home, as its {@code datalab.yaml} has them. */
  public Bearers(Registry registry) {
    this(
        registry,
        registry.home().configuration().openid().map(s -> new Provider(s, registry.clock())));
  }

  /** The same, with a provider that is there already. */
  public Bearers(Registry registry, Optional<Provider> provider) {
    this.registry = registry;
    this.tokens = new TokenStore(registry);
    Optional<Provider> taken = provider.filter(p -> p.settings().audience().isPresent());
    this.verifier = taken.map(TokenVerifier::new);
    this.identities = taken.map(p -> new Identities(registry, p.settings().personClaim()));
  }

  /**
   * The person of a token.
   *
   * @param token what follows {@code Bearer }
   * @throws RefusedException when it is not believed, or its person may not come
   * @throws ProviderException when the provider cannot be asked for its keys
   */
  public Caller caller(String token) {
    if (token.startsWith(TokenStore.PREFIX) || verifier.isEmpty()) {
      var personal = tokens.of(token);
      return new Caller(personal.person(), personal.expires());
    }
    Verdict verdict = verifier.get().bearer(token);
    if (verdict instanceof Verdict.Genuine genuine) {
      Claims claims = genuine.claims();
      return new Caller(identities.orElseThrow().person(claims), claims.expires());
    }
    Verdict.Refused refused = (Verdict.Refused) verdict;
    refused.subject().ifPresent(subject -> record(refused.fault(), subject));
    throw new RefusedException(Identities.RULE, refused.fault().sentence());
  }

  /**
   * The personal token under which a caller's work goes on, for services that look again and again
   * whether it still stands: the one that came, or one that is lent for as long as the provider's
   * lasts, at most {@link #LENT}. The same token of the provider is lent the same one.
   *
   * @param token what follows {@code Bearer }
   * @throws RefusedException when it is not believed, or its person may not come
   * @throws ProviderException when the provider cannot be asked for its keys
   */
  public PersonalToken personal(String token) {
    if (token.startsWith(TokenStore.PREFIX) || verifier.isEmpty()) {
      return tokens.of(token);
    }
    Instant now = registry.now();
    lent.values().removeIf(each -> !each.stands(now));
    PersonalToken personal =
        lent.computeIfAbsent(Sha256.hex(token), hash -> lend(caller(token), now));
    return tokens.check(personal.id());
  }

  private PersonalToken lend(Caller caller, Instant now) {
    Duration left = Duration.between(now, caller.until());
    Duration life = left.compareTo(LENT) > 0 ? LENT : left;
    return tokens.issue(caller.person(), life.compareTo(SHORTEST) < 0 ? SHORTEST : life).token();
  }

  @Override
  public Bearer verify(String bearer) {
    return bearer.startsWith(TokenStore.PREFIX)
        ? tokens.verify(bearer)
        : new Bearer(caller(bearer).person(), Optional.empty());
  }

  /** A token that the provider did sign is an act of someone: one that is refused is recorded. */
  private void record(Fault fault, String subject) {
    if (fault == Fault.EXPIRED) {
      return;
    }
    registry.inTransaction(
        tx ->
            Journal.append(
                tx,
                new Act(
                    "datalab",
                    "identity.refuse",
                    "bearer",
                    Map.of(
                        "reason",
                        fault.name().toLowerCase(java.util.Locale.ROOT),
                        "subject",
                        subject))));
  }
}
