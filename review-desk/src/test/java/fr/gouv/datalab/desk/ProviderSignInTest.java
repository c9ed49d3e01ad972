package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import fr.gouv.datalab.accounts.Role;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** People sign in at a real OpenID Connect provider; what an attacker tries is refused. */
class ProviderSignInTest {
  private static final String BEGIN = "/connexion/fournisseur";

  @TempDir Path directory;
  private House house;
  private MockOAuth2Server provider;
  private Desk desk;

  @BeforeEach
  void open() throws Exception {
    house = new House(directory);
    provider =
        new MockOAuth2Server(
            new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(new KeyProvider())));
    house.clock.forward(Duration.between(house.clock.instant(), Instant.now()).toSeconds());
    provider.start(InetAddress.getByName("127.0.0.1"), 0);
    Files.writeString(
        house.registry.home().configurationFile(),
        """
        openid:
          issuer: %s
          client: datalab
          person: email
        """
            .formatted(provider.issuerUrl("house")));
    house.accounts.invite(House.LAWYER, Set.of(Role.JURISTE), "datalab");
    desk = Desk.open(house.rooms, Optional.empty(), 0);
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
    provider.shutdown();
    house.close();
  }

  /** Whom the provider will say that the next one who signs in is. */
  private void comes(String subject, String email, Map<String, Object> more) {
    Map<String, Object> claims = new java.util.HashMap<>(more);
    claims.put("email", email);
    claims.put("email_verified", true);
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback("house", subject, "JWT", List.of("datalab"), claims, 300));
  }

  /** A browser that stops at each redirection. */
  private static final class Steps {
    final CookieManager cookies = new CookieManager();
    final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

    HttpResponse<String> get(String address) throws Exception {
      return browser.send(
          HttpRequest.newBuilder(URI.create(address)).build(),
          HttpResponse.BodyHandlers.ofString());
    }

    String next(String address) throws Exception {
      return get(address).headers().firstValue("Location").orElseThrow();
    }

    /** As far as the provider's answer, which is not brought to the desk. */
    String answer(Desk desk) throws Exception {
      return next(next(root(desk) + BEGIN));
    }
  }

  private static String root(Desk desk) {
    return desk.address().replaceFirst("/$", "");
  }

  private long journaled(String text) {
    return house.registry.read(
        tx ->
            tx.number("select count(*) from journal_record where record like ?", "%" + text + "%"));
  }

  @Test
  void letsInWhoWasInvitedAndKnowsThemAgain() throws Exception {
    Visitor visitor = new Visitor(desk.address());
    assertThat(visitor.page("/publications", 200)).contains("Se connecter avec localhost");
    comes("s-1", House.LAWYER, Map.of());
    HttpResponse<String> in = visitor.get(BEGIN, "Accept-Language", "fr");
    assertThat(in.statusCode()).isEqualTo(200);
    assertThat(in.body()).contains("Vous êtes connecté");
    assertThat(in.headers().firstValue("Refresh")).contains("0; url=/publications");
    assertThat(visitor.page("/publications", 200)).contains(House.LAWYER);
    assertThat(journaled("\"verb\":\"account.activate\"")).isOne();
    assertThat(journaled("\"verb\":\"session.open\"")).isOne();

    comes("s-1", "mariee@dinum", Map.of());
    Visitor again = new Visitor(desk.address());
    again.get(BEGIN);
    assertThat(again.page("/publications", 200)).contains(House.LAWYER);
    assertThat(journaled("\"verb\":\"account.activate\"")).isOne();

    house.accounts.close(House.LAWYER, "datalab");
    assertThat(again.page("/publications", 200)).doesNotContain(House.LAWYER);
  }

  @Test
  void doesNotLetInWhoHasNoAccount() throws Exception {
    comes("s-2", "inconnue@ailleurs", Map.of());
    Visitor visitor = new Visitor(desk.address());
    HttpResponse<String> out = visitor.get(BEGIN, "Accept-Language", "fr");
    assertThat(out.statusCode()).isEqualTo(403);
    assertThat(out.body()).contains("Vous n’avez pas de compte ici");
    assertThat(visitor.page("/publications", 200)).contains("Se connecter");
    assertThat(journaled("\"verb\":\"session.refuse\"")).isOne();
  }

  @Test
  void doesNotLetInAnotherSubjectByAKnownPersonsAddress() throws Exception {
    comes("s-1", House.LAWYER, Map.of());
    new Visitor(desk.address()).get(BEGIN);
    comes("s-2", House.LAWYER, Map.of());
    assertThat(new Visitor(desk.address()).get(BEGIN).statusCode()).isEqualTo(401);
    assertThat(journaled("\"reason\":\"another's name\"")).isOne();
  }

  @Test
  void refusesATokenMadeForAnotherClientOrForAnotherRequest() throws Exception {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("aud", "other"), Map.of("nonce", "replayed"), Map.of("iss", "https://idp"))) {
      comes("s-1", House.LAWYER, wrong);
      Visitor visitor = new Visitor(desk.address());
      assertThat(visitor.get(BEGIN).statusCode()).isEqualTo(401);
      assertThat(visitor.page("/publications", 200)).contains("Se connecter");
    }
    assertThat(journaled("\"verb\":\"session.refuse\"")).isEqualTo(3);
    assertThat(journaled("\"verb\":\"session.open\"")).isZero();
  }

  @Test
  void takesAnAnswerOnceAndFromTheBrowserThatAskedAlone() throws Exception {
    comes("s-1", House.LAWYER, Map.of());
    Steps mine = new Steps();
    String answer = mine.answer(desk);
    assertThat(new Steps().get(answer).statusCode()).as("another browser").isEqualTo(401);

    Steps victim = new Steps();
    victim.next(root(desk) + BEGIN);
    assertThat(victim.get(answer).statusCode()).as("a browser with a request").isEqualTo(401);

    assertThat(mine.get(answer).statusCode()).isEqualTo(200);
    assertThat(mine.get(answer).statusCode()).as("once more").isEqualTo(401);
  }

  @Test
  void refusesAnAnswerWhoseStateWasChangedOrThatCameTooLate() throws Exception {
    Steps changed = new Steps();
    String answer = changed.answer(desk);
    assertThat(changed.get(answer.replaceFirst("state=[^&]+", "state=other")).statusCode())
        .isEqualTo(401);
    Steps late = new Steps();
    String slow = late.answer(desk);
    house.clock.forward(601);
    assertThat(late.get(slow).statusCode()).isEqualTo(401);
    assertThat(journaled("\"verb\":\"session.open\"")).isZero();
  }

  @Test
  void sendsABrowserNowhereButToTheProviderAndBack() throws Exception {
    Steps steps = new Steps();
    HttpResponse<String> begun =
        steps.browser.send(
            HttpRequest.newBuilder(
                    URI.create(root(desk) + BEGIN + "?redirect_uri=https://evil&retour=//evil"))
                .header("X-Forwarded-Host", "evil.example")
                .header("Forwarded", "host=evil.example")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(begun.headers().firstValue("Location").orElseThrow())
        .startsWith(provider.authorizationEndpointUrl("house").toString())
        .contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A")
        .contains("%2Fconnexion%2Fretour")
        .doesNotContain("evil");
    assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("datalab-connexion=")
        .contains("Path=/connexion")
        .contains("HttpOnly")
        .contains("SameSite=Lax")
        .contains("Max-Age=600");
    String ended =
        steps.get(root(desk) + "/connexion/retour?error=x&error_description=%3Cb%3Eevil").body();
    assertThat(ended).doesNotContain("evil");
  }

  @Test
  @EnabledIf("hasChromium")
  void showsEachStepInABrowser() throws Exception {
    try (Chromium chromium = new Chromium()) {
      for (int width : List.of(1280, 320)) {
        Page page = chromium.visit(desk, true, width);
        page.navigate(desk.address());
        chromium.look(page, "fournisseur-" + width);
        page.navigate(desk.address() + "connexion/retour?code=x&state=y");
        assertThat(page.content()).contains("La connexion n’a pas abouti");
        chromium.look(page, "fournisseur-refus-" + width);
        comes("s-9", "inconnue@ailleurs", Map.of());
        page.navigate(root(desk) + BEGIN);
        assertThat(page.content()).contains("Vous n’avez pas de compte ici");
        chromium.look(page, "fournisseur-inconnue-" + width);
        comes("s-1", House.LAWYER, Map.of());
        page.navigate(desk.address() + "conventions");
        page.getByText("Se connecter avec").click();
        page.waitForURL("**/conventions");
        assertThat(page.content()).contains(House.LAWYER);
        page.navigate(desk.address() + "langue/en");
        page.navigate(desk.address() + "connexion");
        chromium.look(page, "en-fournisseur-" + width);
      }
      provider.shutdown();
      Page page = chromium.visit(desk, true, 1280);
      desk.close();
      desk = Desk.open(house.rooms, Optional.empty(), 0);
      page.navigate(root(desk) + BEGIN);
      assertThat(page.content()).contains("Le fournisseur d’identité ne répond pas");
      chromium.look(page, "fournisseur-absent");
    }
  }

  static boolean hasChromium() {
    return Chromium.isThere();
  }

  @Test
  void takesNoPasswordWhereAProviderIsConfigured() throws Exception {
    Visitor visitor = new Visitor(desk.address());
    assertThat(visitor.signIn(House.LAWYER, House.PASSWORD, "000000")).isIn(404, 405);
    assertThat(visitor.page("/connexion", 200)).doesNotContain("mot-de-passe");
  }

  @Test
  void saysThatTheProviderDoesNotAnswer() throws Exception {
    Steps steps = new Steps();
    String answer = steps.answer(desk);
    provider.shutdown();
    assertThat(steps.get(answer).statusCode()).isEqualTo(503);
  }
}
