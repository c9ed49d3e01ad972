package fr.gouv.datalab.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides whether a token is believed. The signature comes first, by a key that the provider
 * publishes and by an algorithm that the settings allow (RFC 8725): what a token's own header says
 * of its keys is not followed. Then the claims: who made it, for whom, about whom, from when to
 * when. Safe for use by many threads.
 */
public final class TokenVerifier {
  /** RFC 9068. */
  private static final JOSEObjectType ACCESS = new JOSEObjectType("at+jwt");

  private static final int LONGEST = 16 * 1024;
  private static final int LONGEST_SUBJECT = 255;

  private final Provider provider;
  private final Set<JWSAlgorithm> algorithms;

  /** Believes tokens of a provider. */
  public TokenVerifier(Provider provider) {
    this.provider = provider;
    this.algorithms =
        provider.settings().algorithms().stream()
            .map(JWSAlgorithm::parse)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * A token that came with a call, made for the configured audience (RFC 6750, RFC 9068). Without a
   * configured audience, none is believed.
   *
   * @throws ProviderException when the provider's keys cannot be had
   */
  public Verdict bearer(String token) {
    return signed(token, Set.of(JOSEObjectType.JWT, ACCESS))
        .judged(this::timesAndNames)
        .judged(
            claims ->
                provider.settings().audience().filter(claims.getAudience()::contains).isPresent()
                    ? Optional.empty()
                    : Optional.of(Fault.AUDIENCE))
        .verdict();
  }

  /**
   * The token by which a provider says who signed in (OpenID Connect Core 1.0, 3.1.3.7).
   *
   * @param nonce drawn for this request; the token must repeat it
   * @throws ProviderException when the provider's keys cannot be had
   */
  public Verdict identity(String token, String nonce) {
    return signed(token, Set.of(JOSEObjectType.JWT))
        .judged(this::timesAndNames)
        .judged(this::madeForClient)
        .judged(
            claims ->
                nonce.equals(claims.getClaim("nonce"))
                    ? Optional.empty()
                    : Optional.of(Fault.NONCE))
        .judged(this::strongEnough)
        .verdict();
  }

  /**
   * What the provider adds about a person in a signed answer (Core 1.0, 5.3.2): its issuer and
   * audience hold where they are named.
   */
  Verdict addition(String token, String subject) {
    return signed(token, Set.of(JOSEObjectType.JWT))
        .judged(
            claims -> {
              if (!subject.equals(claims.getSubject())) {
                return Optional.of(Fault.SUBJECT);
              }
              if (claims.getIssuer() != null && !isIssuer(claims.getIssuer())) {
                return Optional.of(Fault.ISSUER);
              }
              return claims.getAudience().isEmpty() ? Optional.empty() : madeForClient(claims);
            })
        .verdict();
  }

  /** A token on its way to a verdict: its claims, once its signature holds, or what is wrong. */
  private record Judged(JWTClaimsSet claims, Optional<Fault> fault) {
    Judged judged(Rule rule) {
      return fault.isPresent() ? this : new Judged(claims, rule.broken(claims));
    }

    Verdict verdict() {
      String subject = claims == null ? null : claims.getSubject();
      if (fault.isPresent()) {
        return new Verdict.Refused(fault.get(), Optional.ofNullable(subject));
      }
      Map<String, Object> all = new TreeMap<>(claims.getClaims());
      all.values().removeIf(java.util.Objects::isNull);
      Date expires = claims.getExpirationTime();
      return new Verdict.Genuine(
          new Claims(
              String.valueOf(claims.getIssuer()),
              subject,
              expires == null ? java.time.Instant.EPOCH : expires.toInstant(),
              all));
    }
  }

  private interface Rule {
    Optional<Fault> broken(JWTClaimsSet claims);
  }

  private Judged signed(String token, Set<JOSEObjectType> kinds) {
    if (token == null || token.length() > LONGEST) {
      return new Judged(null, Optional.of(Fault.FORM));
    }
    SignedJWT jwt;
    try {
      com.nimbusds.jwt.JWT parsed = JWTParser.parse(token);
      if (parsed instanceof PlainJWT) {
        return new Judged(null, Optional.of(Fault.ALGORITHM));
      }
      if (!(parsed instanceof SignedJWT)) {
        return new Judged(null, Optional.of(Fault.FORM));
      }
      jwt = (SignedJWT) parsed;
    } catch (ParseException e) {
      return new Judged(null, Optional.of(Fault.FORM));
    }
    if (!algorithms.contains(jwt.getHeader().getAlgorithm())) {
      return new Judged(null, Optional.of(Fault.ALGORITHM));
    }
    JOSEObjectType kind = jwt.getHeader().getType();
    if (kind != null && !kinds.contains(kind)) {
      return new Judged(null, Optional.of(Fault.KIND));
    }
    return verified(jwt);
  }

  private Judged verified(SignedJWT jwt) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS, null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, provider.keys()));
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    try {
      return new Judged(processor.process(jwt, null), Optional.empty());
    } catch (RateLimitReachedException e) {
      return new Judged(null, Optional.of(Fault.SIGNATURE));
    } catch (KeySourceException e) {
      throw new ProviderException(
          "The keys of " + provider.settings().issuer() + " cannot be had: " + Provider.reason(e),
          e);
    } catch (BadJOSEException | JOSEException e) {
      return new Judged(null, Optional.of(Fault.SIGNATURE));
    }
  }

  private Optional<Fault> timesAndNames(JWTClaimsSet claims) {
    String subject = claims.getSubject();
    if (!isIssuer(claims.getIssuer())) {
      return Optional.of(Fault.ISSUER);
    }
    if (subject == null || subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      return Optional.of(Fault.SUBJECT);
    }
    long now = provider.clock().millis();
    long skew = provider.settings().skew().toMillis();
    Date expires = claims.getExpirationTime();
    if (expires == null || now >= expires.getTime() + skew) {
      return Optional.of(Fault.EXPIRED);
    }
    return isLater(claims.getNotBeforeTime(), now + skew)
            || isLater(claims.getIssueTime(), now + skew)
        ? Optional.of(Fault.EARLY)
        : Optional.empty();
  }

  private boolean isIssuer(String named) {
    return provider.settings().issuer().toString().equals(named);
  }

  private static boolean isLater(Date said, long than) {
    return said != null && said.getTime() > than;
  }

  /** For this client, and not merely for it among others. */
  private Optional<Fault> madeForClient(JWTClaimsSet claims) {
    String client = provider.settings().client();
    Object party = claims.getClaim("azp");
    boolean shared = claims.getAudience().size() > 1;
    boolean ours =
        claims.getAudience().contains(client) && (party == null ? !shared : party.equals(client));
    return ours ? Optional.empty() : Optional.of(Fault.AUDIENCE);
  }

  private Optional<Fault> strongEnough(JWTClaimsSet claims) {
    Set<String> levels = provider.settings().levels();
    return levels.isEmpty()
            || (claims.getClaim("acr") instanceof String level && levels.contains(level))
        ? Optional.empty()
        : Optional.of(Fault.LEVEL);
  }
}
