package fr.gouv.datalab.openid;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** A provider on the loopback that signs whatever a test asks it to, and can change its key. */
final class HouseProvider implements AutoCloseable {
  static final String AUDIENCE = "https://datalab.example";
  static final String CLIENT = "datalab";

  private final TurningKeys keys = new TurningKeys();
  private final MockOAuth2Server server;

  private static final class TurningKeys extends KeyProvider {
    private volatile RSAKey current = drawn();

    @Override
    public JWK signingKey(String issuer) {
      return current;
    }
  }

  HouseProvider() throws IOException {
    server =
        new MockOAuth2Server(
            new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(keys)));
    server.start(InetAddress.getByName("127.0.0.1"), 0);
  }

  static RSAKey drawn() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  MockOAuth2Server server() {
    return server;
  }

  URI issuer() {
    return server.issuerUrl("house").uri();
  }

  RSAKey key() {
    return keys.current;
  }

  void turn() {
    keys.current = drawn();
  }

  ProviderSettings settings() {
    return new ProviderSettings(
        issuer(),
        CLIENT,
        Optional.empty(),
        Optional.of(AUDIENCE),
        "sub",
        Set.of("openid"),
        Set.of("RS256", "ES256"),
        Duration.ofSeconds(60),
        Set.of(),
        Optional.empty());
  }

  /** Claims of a token that is right in every way for a call. */
  JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer().toString())
        .audience(AUDIENCE)
        .subject("analyste@dinum")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  /** A token that is right in every way for a call, but for one change. */
  String token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(key(), JWSAlgorithm.RS256, JOSEObjectType.JWT, change.apply(claims()).build());
  }

  static String signed(RSAKey key, JWSAlgorithm by, JOSEObjectType kind, JWTClaimsSet claims) {
    try {
      SignedJWT jwt =
          new SignedJWT(new JWSHeader.Builder(by).keyID(key.getKeyID()).type(kind).build(), claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
