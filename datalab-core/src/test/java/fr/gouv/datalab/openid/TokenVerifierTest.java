package fr.gouv.datalab.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {
  private static HouseProvider house;
  private static TokenVerifier verifier;

  @BeforeAll
  static void open() throws IOException {
    house = new HouseProvider();
    verifier = new TokenVerifier(new Provider(house.settings(), Clock.systemUTC()));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void believesATokenOfTheProviderForTheAudience() {
    Verdict verdict = verifier.bearer(house.token(claims -> claims));
    assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
    Claims claims = ((Verdict.Genuine) verdict).claims();
    assertThat(claims.subject()).isEqualTo("analyste@dinum");
    assertThat(claims.issuer()).isEqualTo(house.issuer().toString());
    assertThat(claims.toString()).doesNotContain("analyste");
  }

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        wrong(Fault.AUDIENCE, c -> c.audience("https://other.example")),
        wrong(Fault.AUDIENCE, c -> c.audience(HouseProvider.CLIENT)),
        wrong(Fault.AUDIENCE, c -> c.audience((String) null)),
        wrong(Fault.ISSUER, c -> c.issuer("https://idp.example")),
        wrong(Fault.ISSUER, c -> c.issuer(house.issuer() + "/")),
        wrong(Fault.ISSUER, c -> c.issuer(null)),
        wrong(Fault.EXPIRED, c -> c.expirationTime(in(-61))),
        wrong(Fault.EXPIRED, c -> c.expirationTime(null)),
        wrong(Fault.EARLY, c -> c.notBeforeTime(in(120))),
        wrong(Fault.EARLY, c -> c.issueTime(in(3_600))),
        wrong(Fault.SUBJECT, c -> c.subject(null)),
        wrong(Fault.SUBJECT, c -> c.subject(" ")),
        wrong(Fault.SUBJECT, c -> c.subject("x".repeat(256))));
  }

  private static Arguments wrong(Fault fault, UnaryOperator<JWTClaimsSet.Builder> change) {
    return Arguments.of(fault, change);
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  @ParameterizedTest
  @MethodSource("wrongClaims")
  void refusesATokenThatIsWrongInOneThing(Fault fault, UnaryOperator<JWTClaimsSet.Builder> change) {
    assertThat(fault(verifier.bearer(house.token(change)))).isEqualTo(fault);
  }

  @Test
  void allowsClocksToDifferByTheSkew() {
    assertThat(verifier.bearer(house.token(c -> c.expirationTime(in(-50)).notBeforeTime(in(50)))))
        .isInstanceOf(Verdict.Genuine.class);
  }

  @Test
  void saysWhomARefusedTokenIsAboutOnlyWhereTheProviderSignedIt() {
    String signed = house.token(c -> c.audience("https://other.example"));
    assertThat(((Verdict.Refused) verifier.bearer(signed)).subject()).contains("analyste@dinum");
    String forged =
        HouseProvider.signed(
            HouseProvider.drawn(), JWSAlgorithm.RS256, null, house.claims().build());
    assertThat(((Verdict.Refused) verifier.bearer(forged)).subject()).isEmpty();
  }

  @Test
  void refusesATokenWithoutASignature() {
    assertThat(fault(verifier.bearer(new PlainJWT(house.claims().build()).serialize())))
        .isEqualTo(Fault.ALGORITHM);
    String[] parts = house.token(c -> c).split("\\.");
    String none = encoded("{\"alg\":\"none\",\"kid\":\"" + house.key().getKeyID() + "\"}");
    assertThat(fault(verifier.bearer(none + "." + parts[1] + "."))).isEqualTo(Fault.ALGORITHM);
    assertThat(fault(verifier.bearer(parts[0] + "." + parts[1] + ".")))
        .isIn(Fault.FORM, Fault.SIGNATURE);
    for (String odd : List.of("None", "nOnE", "NONE")) {
      String header = encoded("{\"alg\":\"" + odd + "\"}");
      assertThat(fault(verifier.bearer(header + "." + parts[1] + "." + parts[2])))
          .isEqualTo(Fault.ALGORITHM);
    }
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesATokenSignedWithThePublicKeyAsASecret() throws Exception {
    RSAKey key = house.key();
    for (byte[] secret :
        List.of(
            key.toRSAPublicKey().getEncoded(),
            pem(key).getBytes(StandardCharsets.US_ASCII),
            key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
              house.claims().build());
      jwt.sign(new MACSigner(secret));
      assertThat(fault(verifier.bearer(jwt.serialize()))).isEqualTo(Fault.ALGORITHM);
    }
  }

  private static String pem(RSAKey key) throws Exception {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(key.toRSAPublicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  @Test
  void refusesAnAlgorithmThatIsNotAllowedThoughTheProvidersKeyMadeIt() {
    String token =
        HouseProvider.signed(
            house.key(), JWSAlgorithm.RS512, JOSEObjectType.JWT, house.claims().build());
    assertThat(fault(verifier.bearer(token))).isEqualTo(Fault.ALGORITHM);
    assertThatThrownBy(() -> with(Set.of("RS256", "HS256")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ProviderSettings with(Set<String> algorithms) {
    ProviderSettings s = house.settings();
    return new ProviderSettings(
        s.issuer(),
        s.client(),
        s.secretFile(),
        s.audience(),
        s.personClaim(),
        s.scopes(),
        algorithms,
        s.skew(),
        s.levels(),
        s.caFile());
  }

  @Test
  void followsNoKeyThatATokenBrings() throws Exception {
    RSAKey own = HouseProvider.drawn();
    JWSHeader brought =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .jwk(own.toPublicJWK())
            .jwkURL(house.server().jwksUrl("attacker").uri())
            .build();
    SignedJWT jwt = new SignedJWT(brought, house.claims().build());
    jwt.sign(new RSASSASigner(own));
    assertThat(fault(verifier.bearer(jwt.serialize()))).isEqualTo(Fault.SIGNATURE);
  }

  @Test
  void refusesATokenWhoseTextWasChanged() {
    String[] parts = house.token(c -> c).split("\\.");
    String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("analyste@dinum", "juriste@dinum");
    assertThat(fault(verifier.bearer(parts[0] + "." + encoded(claims) + "." + parts[2])))
        .isEqualTo(Fault.SIGNATURE);
  }

  @Test
  void refusesWhatIsNoToken() {
    for (String text :
        new String[] {null, "", "a", "a.b", "a.b.c", "a.b.c.d.e", "é.é.é", "x".repeat(20_000)}) {
      assertThat(fault(verifier.bearer(text))).isEqualTo(Fault.FORM);
    }
  }

  @Test
  void refusesATokenOfAnotherKind() {
    String logout =
        HouseProvider.signed(
            house.key(),
            JWSAlgorithm.RS256,
            new JOSEObjectType("logout+jwt"),
            house.claims().build());
    assertThat(fault(verifier.bearer(logout))).isEqualTo(Fault.KIND);
    String access =
        HouseProvider.signed(
            house.key(), JWSAlgorithm.RS256, new JOSEObjectType("at+jwt"), house.claims().build());
    assertThat(verifier.bearer(access)).isInstanceOf(Verdict.Genuine.class);
    assertThat(fault(verifier.identity(access, "n"))).isEqualTo(Fault.KIND);
  }

  static Stream<Arguments> wrongIdentities() {
    return Stream.of(
        wrong(null, c -> c),
        wrong(Fault.NONCE, c -> c.claim("nonce", null)),
        wrong(Fault.NONCE, c -> c.claim("nonce", "of another request")),
        wrong(Fault.AUDIENCE, c -> c.audience(HouseProvider.AUDIENCE)),
        wrong(Fault.AUDIENCE, c -> c.audience(List.of(HouseProvider.CLIENT, "other"))),
        wrong(Fault.AUDIENCE, c -> c.claim("azp", "other")),
        wrong(
            null,
            c ->
                c.audience(List.of(HouseProvider.CLIENT, "other"))
                    .claim("azp", HouseProvider.CLIENT)));
  }

  @ParameterizedTest
  @MethodSource("wrongIdentities")
  void takesAnIdentityOnlyInAnswerToItsOwnRequest(
      Fault fault, UnaryOperator<JWTClaimsSet.Builder> change) {
    String token =
        house.token(c -> change.apply(c.audience(HouseProvider.CLIENT).claim("nonce", "mine")));
    Verdict verdict = verifier.identity(token, "mine");
    if (fault == null) {
      assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
    } else {
      assertThat(fault(verdict)).isEqualTo(fault);
    }
  }

  @Test
  void asksForTheLevelOfProofThatIsConfigured() {
    ProviderSettings s = house.settings();
    TokenVerifier strict =
        new TokenVerifier(
            new Provider(
                new ProviderSettings(
                    s.issuer(),
                    s.client(),
                    s.secretFile(),
                    s.audience(),
                    s.personClaim(),
                    s.scopes(),
                    s.algorithms(),
                    s.skew(),
                    Set.of("eidas2", "eidas3"),
                    s.caFile()),
                Clock.systemUTC()));
    UnaryOperator<JWTClaimsSet.Builder> ours =
        c -> c.audience(HouseProvider.CLIENT).claim("nonce", "mine");
    assertThat(fault(strict.identity(house.token(ours), "mine"))).isEqualTo(Fault.LEVEL);
    assertThat(
            fault(strict.identity(house.token(c -> ours.apply(c).claim("acr", "eidas1")), "mine")))
        .isEqualTo(Fault.LEVEL);
    assertThat(strict.identity(house.token(c -> ours.apply(c).claim("acr", "eidas2")), "mine"))
        .isInstanceOf(Verdict.Genuine.class);
  }

  @Test
  void takesNoBearerWhereNoAudienceIsConfigured() {
    ProviderSettings s = house.settings();
    TokenVerifier none =
        new TokenVerifier(
            new Provider(
                new ProviderSettings(
                    s.issuer(),
                    s.client(),
                    s.secretFile(),
                    Optional.empty(),
                    s.personClaim(),
                    s.scopes(),
                    s.algorithms(),
                    Duration.ofSeconds(60),
                    s.levels(),
                    s.caFile()),
                Clock.systemUTC()));
    assertThat(fault(none.bearer(house.token(c -> c)))).isEqualTo(Fault.AUDIENCE);
  }

  @Test
  void followsTheProviderToItsNextKeyAndKeepsTheLastThroughAnOutage() throws IOException {
    try (HouseProvider turning = new HouseProvider()) {
      TokenVerifier following =
          new TokenVerifier(new Provider(turning.settings(), Clock.systemUTC()));
      String old = turning.token(c -> c);
      assertThat(following.bearer(old)).isInstanceOf(Verdict.Genuine.class);
      turning.turn();
      String next = turning.token(c -> c);
      assertThat(following.bearer(next)).isInstanceOf(Verdict.Genuine.class);
      assertThat(fault(following.bearer(old))).isEqualTo(Fault.SIGNATURE);
      turning.close();
      assertThat(following.bearer(next)).isInstanceOf(Verdict.Genuine.class);
    }
  }

  @Test
  void saysThatAProviderCannotBeAsked() throws IOException {
    ProviderSettings gone;
    try (HouseProvider closed = new HouseProvider()) {
      gone = closed.settings();
    }
    TokenVerifier lost = new TokenVerifier(new Provider(gone, Clock.systemUTC()));
    assertThatThrownBy(() -> lost.bearer(house.token(c -> c)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(gone.issuer().toString());
  }

  private static Fault fault(Verdict verdict) {
    return verdict instanceof Verdict.Refused refused ? refused.fault() : null;
  }
}
