package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.sessions.spark.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.auth2.CallHeaderAuthenticator;

/**
 * Knows who calls by a personal token, on each call: as {@code Bearer TOKEN}, or as the password of
 * {@code Basic}, whose answer gives the bearer to use from then on. The headers {@code convention}
 * and {@code usecase} say under what.
 */
final class TokenHandshake implements CallHeaderAuthenticator {
  static final String CONVENTION = "convention";
  static final String USE_CASE = "usecase";
  private static final String AUTHORIZATION = "authorization";

  private final Sessions sessions;

  TokenHandshake(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public AuthResult authenticate(CallHeaders headers) {
    return Statuses.telling(
        () -> {
          String secret = secret(headers);
          Session session =
              sessions.enter(secret, header(headers, CONVENTION), header(headers, USE_CASE));
          return new Entered(session.key().text(), secret);
        });
  }

  private record Entered(String peer, String secret) implements AuthResult {
    @Override
    public String getPeerIdentity() {
      return peer;
    }

    @Override
    public void appendToOutgoingHeaders(CallHeaders headers) {
      headers.insert(AUTHORIZATION, "Bearer " + secret);
    }

    @Override
    public String toString() {
      return "Entered[" + peer + "]";
    }
  }

  private static Optional<String> header(CallHeaders headers, String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static String secret(CallHeaders headers) {
    String given =
        header(headers, AUTHORIZATION)
            .orElseThrow(() -> unknown("No token came with the call: give a personal token."));
    String scheme = given.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    String rest = given.substring(scheme.length()).strip();
    return switch (scheme) {
      case "bearer" -> rest;
      case "basic" -> password(rest);
      default -> throw unknown("Sign in by a personal token: `Bearer TOKEN`, or as the password.");
    };
  }

  private static String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      throw unknown("The user and password are not in the form of HTTP's Basic scheme.");
    }
  }

  private static RuntimeException unknown(String sentence) {
    return CallStatus.UNAUTHENTICATED.withDescription(sentence).toRuntimeException();
  }
}
