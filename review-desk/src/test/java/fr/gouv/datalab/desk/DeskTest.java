package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.releases.Seats;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {
  private static final String LAWYER = "juriste@dinum";
  private static final String AUTHOR = "analyste@dinum";

  @TempDir Path directory;
  private Registry registry;
  private ReleaseStore store;
  private Desk desk;
  private String id;
  private String root;
  private String secret;
  private HttpClient browser;

  private static final Seats SEATS =
      new Seats() {
        @Override
        public Set<String> heldBy(String convention, String person) {
          return switch (person) {
            case LAWYER -> Set.of("juriste");
            case "administrateur@dgfip" -> Set.of("administrateur-dgfip");
            default -> Set.of();
          };
        }

        @Override
        public Set<String> required(String convention) {
          return Set.of("juriste", "administrateur-dgfip");
        }
      };

  @BeforeEach
  void open() throws Exception {
    Home home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    store = new ReleaseStore(registry, KeyStore.init(home.keys()), SEATS);
    id = store.draft(draft());
    store.submit(id, AUTHOR, "Merci de regarder <b>la Corse</b>");
    desk = Desk.open(registry, store, SEATS, LAWYER, 0);
    URI address = URI.create(desk.address());
    root = "http://" + address.getAuthority();
    secret = address.getQuery().substring("cle=".length());
    browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    assertThat(browser.send(get(desk.address()), text()).statusCode()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    desk.close();
    registry.close();
  }

  @Test
  void listsReleasesAndShowsOne() throws Exception {
    String list = page("/", 200);
    assertThat(list)
        .contains("lang=\"fr\"", "En attente de décision", id, "Foyers &lt;thermiques&gt;", LAWYER);
    String shown = page("/publications/" + id, 200);
    assertThat(shown)
        .contains("Administrateur des données (DGFiP)", "attendu", "sûr", "Approuver")
        .contains("Merci de regarder &lt;b&gt;la Corse&lt;/b&gt;")
        .doesNotContain("<script", "<b>la");
    assertThat(page("/publications/" + id + "/rapport", 200)).contains("L’essentiel", "<svg");
    assertThat(page("/publications/REL-2000-0001", 404)).contains("n’existe pas");
    assertThat(page("/ailleurs", 404)).contains("n’existe pas");
    assertThat(page("/style.css", 200)).contains("focus-visible");
  }

  @Test
  void decidesAsTheOneWhoOpenedIt() throws Exception {
    assertThat(post("return", Map.of("cle", secret, "commentaire", " "), 409))
        .contains("role=\"alert\"", "un commentaire est nécessaire");
    assertThat(post("approve", Map.of("cle", secret, "commentaire", "rien à redire"), 200))
        .contains("approuvé par " + LAWYER, "rien à redire");
    Release release = store.show(id);
    assertThat(release.approvals()).extracting(Release.Decided::person).containsExactly(LAWYER);
    assertThat(post("approve", Map.of("cle", secret), 409)).contains("une personne différente");
    assertThat(post("reject", Map.of("cle", secret, "commentaire", "non"), 200))
        .contains("rejetée");
    assertThat(store.show(id).state()).isEqualTo(ReleaseState.REJECTED);
    assertThat(post("approve", Map.of("cle", secret), 409)).contains("pas dans un état");
  }

  @Test
  void doesNothingForWhoDoesNotKnowTheSecret() throws Exception {
    HttpClient stranger = HttpClient.newHttpClient();
    for (String path : List.of("/", "/publications/" + id, "/?cle=autre")) {
      HttpResponse<String> answer = stranger.send(get(root + path), text());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).doesNotContain(id, secret);
    }
    HttpRequest forged =
        HttpRequest.newBuilder(URI.create(root + "/publications/" + id + "/approve"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("cle=" + secret))
            .build();
    assertThat(stranger.send(forged, text()).statusCode()).isEqualTo(403);
    assertThat(post("approve", Map.of("cle", "autre"), 403)).contains("ne vient pas");
    assertThat(post("approve", Map.of(), 403)).contains("Rien n’a été changé");
    assertThat(store.show(id).approvals()).isEmpty();
  }

  @Test
  void tellsBrowsersToTrustNothingElse() throws Exception {
    HttpResponse<String> answer = browser.send(get(root + "/"), text());
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    HttpResponse<String> first = HttpClient.newHttpClient().send(get(desk.address()), text());
    assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict");
  }

  @Test
  void saysThatAFileWasAltered() throws Exception {
    Path table = store.folder(id).output("foyers").resolve("spec.yaml");
    Files.writeString(table, Files.readString(table) + "# autre\n");
    assertThat(post("approve", Map.of("cle", secret), 500)).contains("a été modifié");
  }

  private Draft draft() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("table"));
    Files.writeString(
        folder.resolve("published.csv"),
        """
        energie,decile,foyers,status
        TOTAL,TOTAL,140,v
        ES,TOTAL,45,v
        GO,TOTAL,95,v
        TOTAL,1,50,v
        TOTAL,2,90,v
        ES,1,,c
        ES,2,,c
        GO,1,,c
        GO,2,,c
        """);
    Files.writeString(
        folder.resolve("audit.csv"),
        """
        energie,decile,value,reason,lower,upper
        ES,1,5,frequency,0,45
        ES,2,40,secondary,0,45
        GO,1,45,secondary,5,50
        GO,2,50,secondary,45,90
        """);
    Files.writeString(
        folder.resolve("spec.yaml"),
        """
        dimensions: [{column: energie}, {column: decile}]
        frequency: foyers
        policy: personnes
        protect: suppress
        protection: 0.10
        """);
    return Draft.of(
            "Foyers <thermiques>",
            "vehicules-foyers",
            "CONV-2026-001",
            LocalDate.of(2026, 1, 1),
            AUTHOR,
            List.of(
                new Draft.Output(
                    "foyers",
                    "Foyers par énergie",
                    "foyers",
                    Draft.Population.all("dgfip.foyers_fiscaux"),
                    List.of(),
                    folder)))
        .withQuestion(
            "Combien de foyers détiennent au moins deux véhicules thermiques ?", List.of());
  }

  private String page(String path, int status) throws Exception {
    HttpResponse<String> answer = browser.send(get(root + path), text());
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    return answer.body();
  }

  private String post(String decision, Map<String, String> form, int status) throws Exception {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + "/publications/" + id + "/" + decision))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = browser.send(request, text());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body();
  }

  private static HttpRequest get(String address) {
    return HttpRequest.newBuilder(URI.create(address)).build();
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
