package fr.gouv.datalab.bridge.flight.spark;

import static fr.gouv.datalab.bridge.flight.spark.BridgeServerTest.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import fr.gouv.datalab.bridge.sessions.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of an OpenID Connect provider as bearers of calls over the wire. */
class ProviderTokenTest {
  private static final String AUDIENCE = "https://datalab.example";
  private static final String COUNT = "SELECT count(*) FROM formation.stagiaires";
  private static final String ENDLESS =
      "SELECT s.* FROM formation.stagiaires s CROSS JOIN (SELECT explode(sequence(1, 1000000)) AS n)";
  private static final long ROWS = 1_000;

  /** Long enough for a session to open on a busy machine. */
  private static final int BRIEF_SECONDS = 20;

  private static final KeyProvider KEYS = new KeyProvider();

  @TempDir static Path directory;
  private static MockOAuth2Server provider;
  private static RSAKey strange;
  private static BridgeHome home;
  private static BridgeServer server;

  @BeforeAll
  static void start() throws IOException, JOSEException {
    provider =
        new MockOAuth2Server(
            new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(KEYS)));
    provider.start(InetAddress.getByName("127.0.0.1"), 0);
    strange = new RSAKeyGenerator(2048).keyID(key().getKeyID()).generate();
    home = new BridgeHome(directory);
    home.ingested("formation.stagiaires", ROWS);
    Path configuration = home.home().configurationFile();
    Files.writeString(
        configuration,
        Files.readString(configuration)
            + """
            openid:
              issuer: %s
              client: datalab
              audience: %s
              clockSkewSeconds: 0
            """
                .formatted(issuer("house"), AUDIENCE));
    server = home.serve(Limits.USUAL);
  }

  @AfterAll
  static void stop() {
    server.close();
    home.close();
    provider.shutdown();
  }

  private static String issuer(String name) {
    return provider.issuerUrl(name).toString();
  }

  /** The key by which the provider signs, of which it publishes the public half. */
  private static RSAKey key() {
    return (RSAKey) KEYS.signingKey("house");
  }

  /** A token of the provider, right in every way but for one change. */
  private static String given(UnaryOperator<JWTClaimsSet.Builder> change) {
    try {
      return signed(JWSAlgorithm.RS256, new RSASSASigner(key()), change.apply(claims()).build());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer("house"))
        .audience(AUDIENCE)
        .subject(BridgeHome.ANALYST)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  private static String signed(JWSAlgorithm by, JWSSigner signer, JWTClaimsSet claims) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(by).keyID(key().getKeyID()).type(JOSEObjectType.JWT).build(),
              claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(FlightStatusCode code, String sentence, Call call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            FlightRuntimeException.class,
            e -> {
              assertThat(e.getMessage()).contains(sentence);
              assertThat(e.status().code()).isEqualTo(code);
            });
  }

  private interface Call {
    void run() throws Exception;
  }

  private static BridgeClient client(String token) {
    return new BridgeClient(home, server, token, BridgeHome.ID);
  }

  @Test
  void letsInWhomTheProviderVouchesForAndJournalsThemByName() throws Exception {
    int before = home.journaled("bridge.query", "\"person\":\"analyste@dinum\"").size();
    try (BridgeClient client = client(given(claims -> claims))) {
      assertThat(client.rows(COUNT)).containsExactly(List.of(ROWS));
      assertThat(client.rows(COUNT)).containsExactly(List.of(ROWS));
    }
    assertThat(home.journaled("identity.link", "analyste@dinum")).hasSize(1);
    assertThat(home.journaled("bridge.query", "\"person\":\"analyste@dinum\"")).hasSize(before + 2);
  }

  @Test
  void opensToJdbcByTheSameToken() throws SQLException {
    Properties properties = new Properties();
    properties.put("token", given(claims -> claims));
    properties.put("convention", BridgeHome.ID);
    properties.put("tlsRootCerts", home.certificate().certificate().toString());
    String url = "jdbc:arrow-flight-sql://localhost:" + server.port() + "/?useEncryption=true";
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COUNT)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(ROWS);
    }
    properties.put("token", given(claims -> claims.audience("https://autre.example")));
    assertThatThrownBy(
            () -> {
              try (Connection connection = DriverManager.getConnection(url, properties);
                  Statement statement = connection.createStatement()) {
                statement.executeQuery(COUNT);
              }
            })
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("another audience");
  }

  @Test
  void grantsASubjectNoMoreThanTheConventionDoes() throws Exception {
    try (BridgeClient passant = client(given(claims -> claims.subject("passant@dinum")))) {
      refused(
          FlightStatusCode.UNAUTHORIZED,
          "convention CONV-2026-002, article 3",
          () -> passant.ask(COUNT));
    }
  }

  static Stream<Arguments> notBelieved() throws JOSEException {
    Date past = Date.from(Instant.now().minusSeconds(5));
    return Stream.of(
        Arguments.of(
            given(c -> c.audience("https://autre.example")), "made for another audience", true),
        Arguments.of(given(c -> c.audience("datalab")), "made for another audience", true),
        Arguments.of(given(c -> c.issuer(issuer("autre"))), "comes from another issuer", true),
        Arguments.of(given(c -> c.expirationTime(past)), "has expired", false),
        Arguments.of(
            given(c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(300)))),
            "is not valid yet",
            true),
        Arguments.of(new PlainJWT(claims().build()).serialize(), "", false),
        Arguments.of(
            signed(JWSAlgorithm.RS256, new RSASSASigner(strange), claims().build()),
            "was not signed by the provider",
            false),
        Arguments.of(
            signed(
                JWSAlgorithm.HS256,
                new MACSigner(key().toRSAPublicKey().getEncoded()),
                claims().build()),
            "is not signed by an algorithm that is allowed",
            false),
        Arguments.of("a.b.c", "is not a signed token", false),
        Arguments.of("x".repeat(200), "is not a signed token", false));
  }

  @ParameterizedTest
  @MethodSource("notBelieved")
  void refusesATokenThatIsNotRight(String token, String sentence, boolean providersOwn)
      throws Exception {
    int before = home.journaled("identity.refuse").size();
    int queries = home.journaled("bridge.query").size();
    try (BridgeClient client = client(token)) {
      refused(FlightStatusCode.UNAUTHENTICATED, sentence, () -> client.ask(COUNT));
    }
    // what the provider did not make is nobody's act, and fills no journal
    assertThat(home.journaled("identity.refuse")).hasSize(before + (providersOwn ? 1 : 0));
    assertThat(home.journaled("bridge.query")).hasSize(queries);
  }

  @Test
  void stopsAStreamWhenTheProvidersTokenExpires() throws Exception {
    Date end = Date.from(Instant.now().plusSeconds(BRIEF_SECONDS));
    int before = home.journaled("bridge.result", "stopped by token").size();
    try (BridgeClient client = client(given(claims -> claims.expirationTime(end)));
        FlightStream stream = client.stream(client.ask(ENDLESS))) {
      assertThat(stream.next()).isTrue();
      refused(
          FlightStatusCode.UNAUTHENTICATED,
          "sign in again",
          () -> {
            while (stream.next()) {
              assertThat(stream.getRoot().getRowCount()).isPositive();
            }
          });
      assertThat(Instant.now()).isAfterOrEqualTo(end.toInstant().minusSeconds(1));
      refused(FlightStatusCode.UNAUTHENTICATED, "has expired", () -> client.ask(COUNT));
    }
    until(() -> server.running() == 0);
    until(() -> server.memoryInUse() == 0);
    until(() -> home.journaled("bridge.result", "stopped by token").size() == before + 1);
  }
}
