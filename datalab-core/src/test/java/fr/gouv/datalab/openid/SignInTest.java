package fr.gouv.datalab.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import fr.gouv.datalab.refusals.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final URI BACK = URI.create("https://datalab.example/connexion/retour");

  private HouseProvider house;
  private SignIn signIn;

  @BeforeEach
  void open() throws IOException {
    house = new HouseProvider();
    signIn = signIn(house.settings());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static SignIn signIn(ProviderSettings settings) {
    return new SignIn(new Provider(settings, Clock.systemUTC()));
  }

  /** What the provider's next tokens say. */
  private void next(String subject, String audience, Map<String, Object> claims, long seconds) {
    house
        .server()
        .enqueueCallback(
            new DefaultOAuth2TokenCallback(
                "house", subject, "JWT", List.of(audience), claims, seconds));
  }

  /** What the browser comes back with from the provider. */
  private static Map<String, List<String>> answer(SignIn.Attempt attempt) throws Exception {
    HttpResponse<Void> there =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(attempt.address()).build(),
                HttpResponse.BodyHandlers.discarding());
    assertThat(there.statusCode()).isEqualTo(302);
    URI back = URI.create(there.headers().firstValue("Location").orElseThrow());
    assertThat(back.toString()).startsWith(BACK.toString());
    return new HashMap<>(URLUtils.parseParameters(back.getRawQuery()));
  }

  @Test
  void endsWithThePersonWhoSignedInAtTheProvider() throws Exception {
    next("s-1", "datalab", Map.of("email", "juriste@dinum"), 300);
    SignIn.Attempt attempt = signIn.begin(BACK);
    Claims claims = signIn.end(attempt, answer(attempt));
    assertThat(claims.subject()).isEqualTo("s-1");
    assertThat(claims.text("email")).contains("juriste@dinum");
    assertThat(attempt.toString()).isEqualTo("Attempt[]");
  }

  @Test
  void asksForCodeWithAChallengeAndDrawsEachAttemptAnew() {
    SignIn.Attempt one = signIn.begin(BACK);
    SignIn.Attempt other = signIn.begin(BACK);
    Map<String, List<String>> asked = URLUtils.parseParameters(one.address().getRawQuery());
    assertThat(asked)
        .containsEntry("response_type", List.of("code"))
        .containsEntry("code_challenge_method", List.of("S256"))
        .containsEntry("scope", List.of("openid"))
        .containsEntry("redirect_uri", List.of(BACK.toString()));
    assertThat(one.address().toString()).doesNotContain(one.verifier());
    assertThat(Set.of(one.state(), one.nonce(), one.verifier()))
        .doesNotContain(other.state(), other.nonce(), other.verifier())
        .allMatch(drawn -> drawn.length() >= 43);
  }

  @Test
  void refusesAnAnswerToAnotherRequest() throws Exception {
    SignIn.Attempt mine = signIn.begin(BACK);
    SignIn.Attempt other = signIn.begin(BACK);
    Map<String, List<String>> answer = answer(other);
    assertThatThrownBy(() -> signIn.end(mine, answer))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("not to this request");
    answer.remove("state");
    assertThatThrownBy(() -> signIn.end(mine, answer)).isInstanceOf(RefusedException.class);
  }

  @Test
  void refusesACodeThatWasGivenToAnotherBrowser() throws Exception {
    SignIn.Attempt victim = signIn.begin(BACK);
    SignIn.Attempt attacker = signIn.begin(BACK);
    Map<String, List<String>> injected = new HashMap<>(answer(victim));
    injected.put("code", answer(attacker).get("code"));
    assertThatThrownBy(() -> signIn.end(victim, injected))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("does not take its code back");
  }

  @Test
  void refusesACodeThatWasTakenAlready() throws Exception {
    next("s-1", "datalab", Map.of(), 300);
    SignIn.Attempt attempt = signIn.begin(BACK);
    Map<String, List<String>> answer = answer(attempt);
    signIn.end(attempt, answer);
    assertThatThrownBy(() -> signIn.end(attempt, answer)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void refusesATokenThatTheProviderMadeForAnotherClientOrRequest() throws Exception {
    next("s-1", "datalab", Map.of("aud", "other"), 300);
    SignIn.Attempt one = signIn.begin(BACK);
    assertThatThrownBy(() -> signIn.end(one, answer(one))).hasMessage(Fault.AUDIENCE.sentence());
    next("s-1", "datalab", Map.of("nonce", "replayed"), 300);
    SignIn.Attempt replayed = signIn.begin(BACK);
    assertThatThrownBy(() -> signIn.end(replayed, answer(replayed)))
        .hasMessage(Fault.NONCE.sentence());
  }

  @Test
  void refusesAnAnswerOfAnotherProvider() throws Exception {
    SignIn.Attempt attempt = signIn.begin(BACK);
    Map<String, List<String>> answer = answer(attempt);
    answer.put("iss", List.of("https://attacker.example"));
    assertThatThrownBy(() -> signIn.end(attempt, answer))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another provider");
  }

  @Test
  void tellsThatThePersonDidNotSignIn() {
    SignIn.Attempt attempt = signIn.begin(BACK);
    Map<String, List<String>> refused =
        Map.of(
            "error", List.of("access_denied"),
            "error_description", List.of("<script>alert(1)</script>"),
            "state", List.of(attempt.state()));
    assertThatThrownBy(() -> signIn.end(attempt, refused))
        .isInstanceOf(RefusedException.class)
        .hasMessage("The provider did not let this person in.");
    assertThatThrownBy(() -> signIn.end(attempt, Map.of())).isInstanceOf(RefusedException.class);
  }
}
