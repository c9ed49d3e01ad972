package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.releases.ReleaseState;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The desk as many people open it by their accounts, and those who should not. */
class DeskSecurityTest {
  @TempDir Path directory;
  private House house;
  private Desk desk;
  private String id;
  private String lawyerFactor;

  @BeforeEach
  void open() throws Exception {
    house = new House(directory).withDeliveries();
    id = house.submitted();
    lawyerFactor = house.account(House.LAWYER, Role.JURISTE);
    desk = Desk.open(house.rooms, Optional.empty(), 0);
  }

  @AfterEach
  void close() {
    desk.close();
    house.close();
  }

  private Visitor stranger() {
    return new Visitor(desk.address());
  }

  private Visitor signedIn(String person, Role role) throws Exception {
    String factor = person.equals(House.LAWYER) ? lawyerFactor : house.account(person, role);
    Visitor visitor = stranger();
    assertThat(visitor.signIn(person, House.PASSWORD, house.code(factor))).isEqualTo(200);
    house.clock.forward(60);
    return visitor;
  }

  private static Map<String, String> form(String... pairs) {
    Map<String, String> form = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      form.put(pairs[i], pairs[i + 1]);
    }
    return form;
  }

  private Map<String, String> approval(String token) {
    Map<String, String> form = new HashMap<>(DeskTest.TICKED);
    form.put("jeton", token);
    return form;
  }

  @Test
  void letsInWhoHasPasswordAndCode() throws Exception {
    assertThat(signedIn(House.LAWYER, Role.JURISTE).page("/publications", 200)).contains(id);
  }

  @Test
  void showsNothingToStrangers() throws Exception {
    for (String path :
        List.of(
            "/",
            "/publications",
            "/publications/" + id,
            "/donnees",
            "/audit",
            "/catalogue",
            "/paquets/" + id + "/rapport.html")) {
      HttpResponse<String> answer = stranger().get(path, "Accept-Language", "fr");
      assertThat(answer.body()).as(path).contains("Se connecter").doesNotContain(id);
    }
  }

  @Test
  void answersAlikeWhateverIsWrong() throws Exception {
    String code = house.code(lawyerFactor);
    Visitor visitor = stranger();
    List<Map<String, String>> attempts =
        List.of(
            form(
                "personne", House.LAWYER, "mot-de-passe", "autre phrase bien longue", "code", code),
            form("personne", House.LAWYER, "mot-de-passe", House.PASSWORD, "code", "000000"),
            form("personne", "personne@nulle-part", "mot-de-passe", House.PASSWORD, "code", code),
            form("personne", "", "mot-de-passe", "", "code", ""),
            form("personne", "' or 1=1 --", "mot-de-passe", "x", "code", "1"));
    String first = null;
    for (Map<String, String> attempt : attempts) {
      HttpResponse<String> answer = visitor.post("/connexion", attempt);
      assertThat(answer.statusCode()).isEqualTo(401);
      first = first == null ? answer.body() : first;
      assertThat(answer.body()).isEqualTo(first);
    }
  }

  @Test
  void takesACodeOnce() throws Exception {
    String code = house.code(lawyerFactor);
    assertThat(stranger().signIn(House.LAWYER, House.PASSWORD, code)).isEqualTo(200);
    assertThat(stranger().signIn(House.LAWYER, House.PASSWORD, code)).isEqualTo(401);
  }

  @Test
  void makesGuessersWaitThoughTheyFindIt() throws Exception {
    for (int i = 0; i < 12; i++) {
      stranger().signIn(House.LAWYER, "autre phrase bien longue", "000000");
    }
    assertThat(stranger().signIn(House.LAWYER, House.PASSWORD, house.code(lawyerFactor)))
        .isEqualTo(401);
    house.clock.forward(16 * 60);
    assertThat(stranger().signIn(House.LAWYER, House.PASSWORD, house.code(lawyerFactor)))
        .isEqualTo(200);
  }

  @Test
  void slowsAnAddressThatTriesManyPeople() throws Exception {
    for (int i = 0; i < 30; i++) {
      stranger().signIn("personne-" + i, House.PASSWORD, "000000");
    }
    assertThat(stranger().signIn(House.LAWYER, House.PASSWORD, house.code(lawyerFactor)))
        .isEqualTo(401);
  }

  @Test
  void doesNotBelieveAForgedSession() throws Exception {
    HttpResponse<String> answer =
        stranger().get("/publications", "Cookie", "datalab-desk=" + "A".repeat(43));
    assertThat(answer.body()).doesNotContain(id);
  }

  @Test
  void endsASessionWhenItsAccountIsClosed() throws Exception {
    Visitor visitor = signedIn(House.LAWYER, Role.JURISTE);
    house.accounts.close(House.LAWYER, "datalab");
    assertThat(visitor.get("/publications", "Accept-Language", "fr").body())
        .contains("Se connecter")
        .doesNotContain(id);
  }

  @Test
  void takesNoTokenOfAnotherSession() throws Exception {
    Visitor lawyer = signedIn(House.LAWYER, Role.JURISTE);
    Visitor tax = signedIn(House.TAX, Role.ADMINISTRATEUR);
    for (String token : List.of(tax.token(), "", "x")) {
      assertThat(lawyer.post("/publications/" + id + "/approve", approval(token)).statusCode())
          .isEqualTo(403);
    }
    String before = lawyer.token();
    lawyer.post("/deconnexion", Map.of("jeton", before));
    assertThat(lawyer.post("/publications/" + id + "/approve", approval(before)).body())
        .doesNotContain("approuvé par");
    assertThat(house.store.show(id).approvals()).isEmpty();
  }

  @Test
  void takesNoFormOfAnotherSite() throws Exception {
    Visitor lawyer = signedIn(House.LAWYER, Role.JURISTE);
    String path = "/publications/" + id + "/approve";
    Map<String, String> form = approval(lawyer.token());
    assertThat(lawyer.post(path, form, "Origin", "https://ailleurs.example").statusCode())
        .isEqualTo(403);
    assertThat(lawyer.post(path, form, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(lawyer.post(path, form, "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(house.store.show(id).approvals()).isEmpty();
  }

  @Test
  void letsNobodyApproveTheirOwn() throws Exception {
    Visitor author = signedIn(House.AUTHOR, Role.ANALYSTE);
    HttpResponse<String> answer =
        author.post("/publications/" + id + "/approve", approval(author.token()));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("Nul ne décide de ce qu’il a écrit");
    assertThat(house.store.show(id).approvals()).isEmpty();
  }

  @Test
  void letsNobodyFillASeatThatIsNotTheirs() throws Exception {
    Visitor tax = signedIn(House.TAX, Role.ADMINISTRATEUR);
    Map<String, String> form = approval(tax.token());
    form.put("siege", "juriste");
    assertThat(tax.post("/publications/" + id + "/approve", form).body())
        .contains("La convention ne vous donne pas cette décision");
    assertThat(house.store.show(id).state()).isEqualTo(ReleaseState.SUBMITTED);
  }

  @Test
  void showsNoOtherMinistrysDataset() throws Exception {
    Visitor tax = signedIn(House.TAX, Role.ADMINISTRATEUR);
    assertThat(tax.page("/donnees", 200)).contains("dgfip.declarants").doesNotContain("siv.imm");
    assertThat(tax.page("/donnees/siv.immatriculations", 404)).contains("n’existe pas");
    assertThat(
            tax.post(
                    "/donnees/siv.immatriculations/arret",
                    form("jeton", tax.token(), "motif", "pour voir"))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void letsAMinistryStopAndResumeItsOwnFlow() throws Exception {
    Visitor tax = signedIn(House.TAX, Role.ADMINISTRATEUR);
    String token = tax.token();
    String path = "/donnees/dgfip.declarants/";
    assertThat(tax.post(path + "arret", form("jeton", token, "motif", " ")).body())
        .contains("Dites le motif");
    assertThat(tax.post(path + "arret", form("jeton", token, "motif", "vérification")).body())
        .contains("vérification", "Rétablir le flux");
    assertThat(tax.post(path + "reprise", form("jeton", token)).body()).contains("Arrêter le flux");
  }

  @Test
  void verifiesAndHandsOutTheReportsAMinistryReceived() throws Exception {
    String exported = house.exported();
    Visitor tax = signedIn(House.TAX, Role.ADMINISTRATEUR);
    assertThat(tax.page("/donnees", 200)).contains("Ce dossier est authentique", exported);
    assertThat(tax.get("/paquets/" + exported + "/rapport.html").body()).contains("L’essentiel");
    Path report = house.registry.home().exports().resolve(exported).resolve("rapport.html");
    java.nio.file.Files.writeString(report, "autre chose");
    assertThat(tax.page("/donnees", 200))
        .contains("n’est pas celui qui a été signé")
        .doesNotContain("Ce dossier est authentique");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../registry.db",
        "..%2F..%2F..%2Fregistry.db",
        "%2e%2e/%2e%2e/registry.db",
        "data/../../../registry.db",
        "/etc/passwd",
        "rapport.html%00.css",
        "..\\..\\registry.db"
      })
  void handsOutNoOtherFile(String path) throws Exception {
    String exported = house.exported();
    Visitor tax = signedIn(House.TAX, Role.ADMINISTRATEUR);
    int port = URI.create(desk.address()).getPort();
    HttpResponse<String> answer;
    try {
      answer = tax.get("/paquets/" + exported + "/" + path);
      assertThat(answer.statusCode()).isBetween(400, 404);
      assertThat(answer.body()).doesNotContain("SQLite", "root:");
    } catch (IllegalArgumentException e) {
      // The client itself refuses such an address: sent by hand, without a session, it shows
      // nothing.
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket
            .getOutputStream()
            .write(
                ("GET /paquets/"
                        + exported
                        + "/"
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .doesNotContain("SQLite", "root:");
      }
    }
  }

  @Test
  void refusesAHugeRequest() throws Exception {
    Visitor lawyer = signedIn(House.LAWYER, Role.JURISTE);
    Map<String, String> form = approval(lawyer.token());
    form.put("commentaire", "a".repeat(3_000_000));
    assertThat(lawyer.post("/publications/" + id + "/return", form).statusCode())
        .isIn(400, 403, 413);
    assertThat(house.store.show(id).state()).isEqualTo(ReleaseState.SUBMITTED);
  }

  @Test
  void answersOthersWhileSomeoneSendsSlowly() throws Exception {
    int port = URI.create(desk.address()).getPort();
    try (Socket one = new Socket("127.0.0.1", port);
        Socket two = new Socket("127.0.0.1", port)) {
      for (Socket socket : List.of(one, two)) {
        OutputStream out = socket.getOutputStream();
        out.write("GET /connexion HTTP/1.1\r\nHost: 127.0.0.1".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
      assertThat(stranger().get("/connexion").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ailleurs.example", "127.0.0.1", "localhost.example:80", ""})
  void answersToNoOtherName(String host) throws Exception {
    URI address = URI.create(desk.address());
    try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /connexion HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer.lines().findFirst().orElse("")).containsAnyOf(" 403 ", " 400 ");
    }
  }

  @Test
  void keepsLineBreaksOutOfHeaders() throws Exception {
    HttpResponse<String> answer = stranger().get("/langue/fr?retour=/%0d%0aSet-Cookie:%20x=y");
    assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(c -> c.startsWith("x="));
  }

  @Test
  void feedsReadersWhoHaveATokenAlone() throws Exception {
    assertThat(stranger().get("/fil.atom").statusCode()).isEqualTo(401);
    String secret =
        new fr.gouv.datalab.tokens.TokenStore(house.registry)
            .issue(House.LAWYER, java.time.Duration.ofDays(1))
            .secret();
    HttpResponse<String> feed =
        stranger().get("/fil.atom", "Authorization", "Bearer " + secret, "Accept-Language", "fr");
    assertThat(feed.statusCode()).isEqualTo(200);
    assertThat(feed.body()).contains("<feed", id, "en revue", "&lt;thermiques&gt;");
  }

  @Test
  void opensTheAuditToAuditorsAlone() throws Exception {
    assertThat(signedIn(House.LAWYER, Role.JURISTE).page("/audit", 404)).contains("n’existe pas");
    assertThat(signedIn(House.AUDITOR, Role.AUDITEUR).page("/audit", 200)).contains("Audit");
  }

  @Test
  void invitesByAPageOnce() throws Exception {
    String invitation =
        house.accounts.invite("nouveau@dinum", java.util.Set.of(Role.JURISTE), House.LAWYER);
    Visitor visitor = stranger();
    assertThat(
            visitor
                .post(
                    "/premiere-connexion", form("invitation", invitation, "mot-de-passe", "court"))
                .statusCode())
        .isEqualTo(400);
    String page =
        visitor
            .post(
                "/premiere-connexion",
                form("invitation", invitation, "mot-de-passe", House.PASSWORD))
            .body();
    assertThat(page).contains("<svg", "Ouvrir mon compte");
    String secret = page.replaceAll("(?s).*<code>([A-Z2-7 ]+)</code>.*", "$1");
    assertThat(
            visitor
                .post("/premiere-connexion", form("invitation", invitation, "code", "000000"))
                .statusCode())
        .isEqualTo(401);
    assertThat(
            visitor
                .post(
                    "/premiere-connexion",
                    form("invitation", invitation, "code", house.code(secret)))
                .body())
        .contains("Votre compte est ouvert");
    assertThat(
            visitor
                .post(
                    "/premiere-connexion",
                    form("invitation", invitation, "mot-de-passe", House.PASSWORD))
                .statusCode())
        .isEqualTo(401);
    house.clock.forward(60);
    assertThat(visitor.signIn("nouveau@dinum", House.PASSWORD, house.code(secret))).isEqualTo(200);
  }
}
