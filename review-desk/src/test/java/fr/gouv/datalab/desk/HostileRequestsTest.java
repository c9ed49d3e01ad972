package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.export.ExportPackage;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.tokens.TokenStore;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody's browser sends: requests made by hand against a desk that people use. */
class HostileRequestsTest {
  private static final String PUBLIC = "https://datalab.example";

  /** Of a ministry that is no party of the house's convention. */
  private static final String ELSEWHERE = "administrateur@formation";

  @TempDir Path directory;
  private House house;
  private Desk desk;
  private String id;

  @BeforeEach
  void open() throws Exception {
    house = new House(directory).withDeliveries();
    id = house.submitted();
    desk = Desk.open(house.rooms, Optional.of(URI.create(PUBLIC)), 0);
  }

  @AfterEach
  void close() {
    desk.close();
    house.close();
  }

  /** Of the browsers' way through the server that speaks TLS, only the last step is here. */
  private int port() {
    return desk.port();
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              request
                  .replace("HOST", "Host: 127.0.0.1:" + port())
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String status(String answer) {
    return answer.lines().findFirst().orElse("").replaceFirst("HTTP/1.1 (\\d+).*", "$1");
  }

  private Visitor stranger() {
    return new Visitor("http://127.0.0.1:" + port());
  }

  /** Signs in; the cookie is bound to https, so it is carried by hand. */
  private String session(String person, Role role) throws Exception {
    String factor = house.account(person, role);
    HttpResponse<String> in = enter(person, house.code(factor));
    house.clock.forward(60);
    return cookie(in);
  }

  private HttpResponse<String> enter(String person, String code, String... headers)
      throws Exception {
    return step("/connexion", signIn(person, House.PASSWORD, code), headers);
  }

  /** One request, whose redirection is not followed. */
  private HttpResponse<String> step(String path, Map<String, String> form, String... headers)
      throws Exception {
    return Visitor.at("http://127.0.0.1:" + port()).step(path, form, headers);
  }

  private static Map<String, String> signIn(String person, String password, String code) {
    return Map.of("personne", person, "mot-de-passe", password, "code", code);
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(each -> each.startsWith("__Host-datalab-desk="))
        .map(each -> each.replaceFirst(";.*", ""))
        .findFirst()
        .orElse("");
  }

  private HttpResponse<String> get(String session, String path) throws Exception {
    return Visitor.at("http://127.0.0.1:" + port())
        .step(path, null, "Cookie", session, "Accept-Language", "fr");
  }

  private String token(String session) throws Exception {
    return get(session, "/publications")
        .body()
        .replaceFirst("(?s).*name=\"jeton\" value=\"([^\"]+)\".*", "$1");
  }

  private HttpResponse<String> post(String session, String path, Map<String, String> form)
      throws Exception {
    Map<String, String> all = new HashMap<>(form);
    all.putIfAbsent("jeton", token(session));
    return step(path, all, "Cookie", session, "Accept-Language", "fr");
  }

  @Test
  void bindsItsCookieToHttpsAndToThisHost() throws Exception {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    HttpResponse<String> in = enter(House.LAWYER, house.code(factor));
    String set = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(set)
        .startsWith("__Host-datalab-desk=")
        .contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict")
        .doesNotContain("Domain");
    assertThat(in.headers().firstValue("Strict-Transport-Security")).isPresent();
  }

  @Test
  void givesWhoSignsInASessionThatNobodyKnewBefore() throws Exception {
    String planted = session(House.AUTHOR, Role.ANALYSTE);
    String factor = house.account(House.LAWYER, Role.JURISTE);
    HttpResponse<String> in = enter(House.LAWYER, house.code(factor), "Cookie", planted);
    assertThat(cookie(in)).isNotEmpty().isNotEqualTo(planted);
    assertThat(get(planted, "/publications").statusCode()).as("the planted one").isEqualTo(302);
    String invented = "__Host-datalab-desk=" + "A".repeat(43);
    house.clock.forward(60);
    HttpResponse<String> again = enter(House.LAWYER, house.code(factor), "Cookie", invented);
    assertThat(cookie(again)).isNotEmpty().isNotEqualTo(invented);
    assertThat(get(invented, "/publications").statusCode()).isEqualTo(302);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://ailleurs.example",
    "Origin, null",
    "Origin, http://datalab.example",
    "Origin, https://datalab.example.ailleurs.example",
    "Origin, https://datalab.example@ailleurs.example",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void signsNobodyInFromAnotherSite(String header, String value) throws Exception {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    HttpResponse<String> in = enter(House.LAWYER, house.code(factor), header, value);
    assertThat(in.statusCode()).isEqualTo(403);
    assertThat(cookie(in)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//ailleurs.example",
        "/\\ailleurs.example",
        "https://ailleurs.example",
        "/.//ailleurs.example",
        "/%5c/ailleurs.example?",
        "/publications/..//ailleurs.example",
        "javascript:alert(1)",
        "/publications\r\nLocation: https://ailleurs.example"
      })
  void sendsWhoSignedInToItsOwnPagesAlone(String where) throws Exception {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    String encoded = java.net.URLEncoder.encode(where, StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>(signIn(House.LAWYER, House.PASSWORD, "000000"));
    form.put("code", house.code(factor));
    form.put("retour", where);
    form.put("suite", where);
    HttpResponse<String> in =
        step(
            "/connexion?retour=" + encoded + "&suite=" + encoded,
            form,
            "Cookie",
            "datalab-suite=" + where.replaceAll("[\r\n ]", ""));
    assertThat(in.headers().firstValue("Location")).hasValue("/");
    HttpResponse<String> switched = get("", "/langue/en?retour=" + encoded.replace("+", "%20"));
    assertThat(switched.headers().firstValue("Location")).hasValue("/");
  }

  @Test
  void sendsWhoSignedInWhereTheyWereGoing() throws Exception {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    HttpResponse<String> asked = get("", "/publications/" + id);
    assertThat(asked.headers().firstValue("Location")).hasValue("/connexion");
    String kept = asked.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    HttpResponse<String> in = enter(House.LAWYER, house.code(factor), "Cookie", kept);
    assertThat(in.headers().firstValue("Location")).hasValue("/publications/" + id);
  }

  @Test
  void takesNoCodeThatIsOlderThanTheLastOne() throws Exception {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    String before = house.code(factor);
    house.clock.forward(30);
    assertThat(cookie(enter(House.LAWYER, house.code(factor)))).isNotEmpty();
    assertThat(cookie(enter(House.LAWYER, before))).as("the code before").isEmpty();
    assertThat(cookie(enter(House.LAWYER, house.code(factor)))).as("the same again").isEmpty();
  }

  @Test
  void countsAGuesserByTheAddressThatTheServerBeforeItSaw() throws Exception {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    for (int i = 0; i < 30; i++) {
      enter("personne-" + i, "000000", "X-Forwarded-For", "10.0.0." + i + ", 198.51.100.7");
    }
    assertThat(
            cookie(
                enter(
                    House.LAWYER,
                    house.code(factor),
                    "X-Forwarded-For",
                    "192.0.2.1, 198.51.100.7")))
        .as("the guesser, whatever was written before")
        .isEmpty();
    assertThat(cookie(enter(House.LAWYER, house.code(factor), "X-Forwarded-For", "203.0.113.9")))
        .as("somebody else")
        .isNotEmpty();
  }

  @Test
  void givesNoRoleAndNoNameThatAFormAsksFor() throws Exception {
    String invitation = house.accounts.invite("nouveau@dinum", Set.of(Role.ANALYSTE), "datalab");
    Map<String, String> form = new HashMap<>();
    form.put("invitation", invitation);
    form.put("mot-de-passe", House.PASSWORD);
    form.put("role", "auditeur");
    form.put("roles", "auditeur,juriste");
    form.put("personne", House.LAWYER);
    form.put("person", House.LAWYER);
    String page = step("/premiere-connexion", form).body();
    String secret = page.replaceAll("(?s).*<code>([A-Z2-7 ]+)</code>.*", "$1");
    form.remove("mot-de-passe");
    form.put("code", house.code(secret));
    assertThat(step("/premiere-connexion", form).statusCode()).isEqualTo(200);
    assertThat(house.accounts.find("nouveau@dinum").orElseThrow().roles())
        .containsExactly(Role.ANALYSTE);
    assertThat(house.accounts.find(House.LAWYER)).isEmpty();
  }

  @Test
  void signsWithTheKeyOfWhoAsksWhateverTheFormSays() throws Exception {
    String lawyer = session(House.LAWYER, Role.JURISTE);
    Map<String, String> form = new HashMap<>(DeskTest.TICKED);
    form.put("personne", House.TAX);
    form.put("person", House.TAX);
    form.put("cle", "sign/" + House.TAX);
    form.put("signature", "AAAA");
    form.put("siege", "administrateur-dgfip");
    post(lawyer, "/publications/" + id + "/approve", form);
    assertThat(house.store.show(id).approvals()).as("a seat of another's").isEmpty();
    form.remove("siege");
    post(lawyer, "/publications/" + id + "/approve", form);
    assertThat(house.store.show(id).approvals())
        .singleElement()
        .satisfies(
            approval -> {
              assertThat(approval.person()).isEqualTo(House.LAWYER);
              assertThat(approval.seat()).isEqualTo("juriste");
            });
    house.store.approve(id, House.TAX, null, "");
    house.store.approve(id, House.INTERIOR, null, "");
    new ExportPackage(house.registry, house.keys, house.store).export(id, House.AUTHOR);
    assertThat(house.store.show(id).state())
        .as("each signature verifies, or nothing leaves")
        .isEqualTo(ReleaseState.EXPORTED);
  }

  @Test
  void showsAReleaseToThoseWhomItsConventionConcernsAlone() throws Exception {
    String exported = house.exported();
    for (String person : List.of(House.AUTHOR, House.INTERIOR)) {
      assertThat(get(session(person, Role.ADMINISTRATEUR), "/publications/" + id).statusCode())
          .isEqualTo(200);
    }
    String auditor = session(House.AUDITOR, Role.AUDITEUR);
    assertThat(get(auditor, "/publications").body())
        .contains("/publications/" + id, "/publications/" + exported);
    String other = session(ELSEWHERE, Role.ADMINISTRATEUR);
    assertThat(get(other, "/publications").body())
        .contains(ELSEWHERE)
        .doesNotContain("/publications/" + id, "/publications/" + exported, "thermiques");
    for (String path :
        List.of(
            "/publications/" + id,
            "/publications/" + id + "/rapport",
            "/publications/" + id + "/tableaux/foyers",
            "/publications/" + exported,
            "/paquets/" + exported + "/rapport.html",
            "/donnees/dgfip.declarants",
            "/audit")) {
      HttpResponse<String> answer = get(other, path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).doesNotContain("thermiques");
    }
    for (String path :
        List.of(
            "/publications/" + id + "/approve",
            "/publications/" + id + "/return",
            "/publications/" + exported + "/withdraw",
            "/publications/" + id + "/commentaires",
            "/donnees/dgfip.declarants/arret",
            "/donnees/dgfip.declarants/reprise")) {
      HttpResponse<String> answer =
          post(other, path, Map.of("commentaire", "pour voir", "motif", "pour voir"));
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
    }
    assertThat(house.store.show(id).state()).isEqualTo(ReleaseState.SUBMITTED);
    assertThat(house.store.show(exported).state()).isEqualTo(ReleaseState.EXPORTED);
  }

  @Test
  void feedsNobodyWhatIsNotTheirsToRead() throws Exception {
    TokenStore tokens = new TokenStore(house.registry);
    String other = tokens.issue(ELSEWHERE, Duration.ofDays(1)).secret();
    assertThat(feed(other).body()).contains("<feed").doesNotContain(id);
    house.account(House.LAWYER, Role.JURISTE);
    String mine = tokens.issue(House.LAWYER, Duration.ofDays(1)).secret();
    assertThat(feed(mine).body()).contains(id);
    house.accounts.close(House.LAWYER, "datalab");
    assertThat(feed(mine).statusCode()).as("of a closed account").isEqualTo(401);
  }

  private HttpResponse<String> feed(String secret) throws Exception {
    return stranger().get("/fil.atom", "Authorization", "Bearer " + secret);
  }

  @Test
  void keepsNothingConfidentialInACacheOrAFrame() throws Exception {
    String exported = house.exported();
    String tax = session(House.TAX, Role.ADMINISTRATEUR);
    for (String path :
        List.of(
            "/publications",
            "/publications/" + id,
            "/publications/" + id + "/rapport",
            "/publications/" + id + "/tableaux/foyers",
            "/paquets/" + exported + "/rapport.html",
            "/donnees",
            "/catalogue",
            "/moi",
            "/publications/REL-1999-0001",
            "/connexion")) {
      HttpResponse<String> answer = get(tax, path);
      assertThat(answer.headers().allValues("Cache-Control")).as(path).containsExactly("no-store");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .as(path)
          .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
          .contains("form-action");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smuggled")
  void readsNoRequestInTwoWays(String name, String request) throws Exception {
    assertThat(status(raw(request))).isIn("400", "403", "415", "431");
  }

  static List<org.junit.jupiter.params.provider.Arguments> smuggled() {
    String end = "\nConnection: close\n\n";
    return List.of(
        request("two hosts", "GET /connexion HTTP/1.1\nHOST\nHost: ailleurs.example" + end),
        request("a host in the address", "GET http://ailleurs.example/ HTTP/1.1\nHOST" + end),
        request("no host", "GET /connexion HTTP/1.1" + end),
        request(
            "two lengths",
            "POST /connexion HTTP/1.1\nHOST\nContent-Length: 4\nContent-Length: 5" + end + "abcde"),
        request(
            "a length and chunks",
            "POST /connexion HTTP/1.1\nHOST\nContent-Length: 4\nTransfer-Encoding: chunked"
                + end
                + "0\n\n"),
        request(
            "chunks that are not the last",
            "POST /connexion HTTP/1.1\nHOST\nTransfer-Encoding: chunked, identity" + end + "0\n\n"),
        request(
            "a space before the colon",
            "POST /connexion HTTP/1.1\nHOST\nTransfer-Encoding : chunked" + end + "0\n\n"),
        request("a folded line", "GET /connexion HTTP/1.1\nHOST\nX-A: a\n b" + end),
        request("a line too long", "GET / HTTP/1.1\nHOST\nX-A: " + "a".repeat(20_000) + end),
        request("a nul", "GET /publications/%00 HTTP/1.1\nHOST" + end),
        request("half an octet", "GET /publications/%f HTTP/1.1\nHOST" + end),
        request("no alphabet", "GET /publications/%ff%fe HTTP/1.1\nHOST" + end));
  }

  private static org.junit.jupiter.params.provider.Arguments request(String name, String text) {
    return org.junit.jupiter.params.provider.Arguments.of(name, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data; boundary=x | --x",
        "multipart/form-data | a=b",
        "application/json | {{{{{{{{",
        "text/plain | jeton=x",
        "application/x-www-form-urlencoded; charset=utf-99 | a=b",
        "application/x-www-form-urlencoded; charset=utf-16 | a=b"
      })
  void readsFormsOfItsOwnKindAlone(String type, String body) throws Exception {
    String lawyer = session(House.LAWYER, Role.JURISTE);
    String answer =
        raw(
            "POST /publications/"
                + id
                + "/return HTTP/1.1\nHOST\nCookie: "
                + lawyer
                + "\nContent-Type: "
                + type
                + "\nContent-Length: "
                + body.length()
                + "\nConnection: close\n\n"
                + body);
    assertThat(status(answer)).isEqualTo("415");
    assertThat(answer).contains("La demande n’a pas pu être lue").doesNotContain("at fr.gouv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"})
  void changesNothingByAnotherVerb(String verb) throws Exception {
    String lawyer = session(House.LAWYER, Role.JURISTE);
    String answer =
        raw(
            verb
                + " /publications/"
                + id
                + "/return?commentaire=x&jeton="
                + token(lawyer)
                + " HTTP/1.1\nHOST\nX-HTTP-Method-Override: POST\nCookie: "
                + lawyer
                + "\nConnection: close\n\n");
    assertThat(status(answer)).isIn("400", "403", "404", "405");
    assertThat(house.store.show(id).state()).isEqualTo(ReleaseState.SUBMITTED);
  }

  @Test
  void takesNoTokenFromAnAddress() throws Exception {
    String lawyer = session(House.LAWYER, Role.JURISTE);
    String query = "?commentaire=x&jeton=" + token(lawyer);
    Map<String, String> form = Map.of("commentaire", "x");
    assertThat(step("/publications/" + id + "/return" + query, form, "Cookie", lawyer).statusCode())
        .isEqualTo(403);
    assertThat(get(lawyer, "/publications/" + id + "/return" + query).statusCode()).isEqualTo(404);
    assertThat(house.store.show(id).state()).isEqualTo(ReleaseState.SUBMITTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/design/../publications",
        "/design/..%2fpublications",
        "/langue/%2e%2e/publications",
        "/connexion;/../publications",
        "/connexion/../publications",
        "//publications",
        "/fil.atom/../publications",
        "/PUBLICATIONS",
        "/publications/"
      })
  void opensNoPageToStrangersByAnotherSpellingOfItsAddress(String path) throws Exception {
    String answer = raw("GET " + path + " HTTP/1.1\nHOST\nConnection: close\n\n");
    assertThat(status(answer)).isIn("302", "400", "404");
    assertThat(answer).doesNotContain(id);
  }

  @Test
  void survivesThousandsOfFieldsAndCookies() throws Exception {
    String lawyer = session(House.LAWYER, Role.JURISTE);
    Map<String, String> form = new HashMap<>(DeskTest.TICKED);
    for (int i = 0; i < 3_000; i++) {
      form.put("champ" + i, "x");
    }
    assertThat(post(lawyer, "/publications/" + id + "/return", form).statusCode())
        .isBetween(400, 431);
    assertThat(
            status(
                raw(
                    "GET /publications HTTP/1.1\nHOST\nCookie: "
                        + "a=b; ".repeat(1_500)
                        + lawyer
                        + "\nConnection: close\n\n")))
        .isIn("200", "302", "431");
    assertThat(get(lawyer, "/publications").statusCode()).isEqualTo(200);
    assertThat(house.store.show(id).state()).isEqualTo(ReleaseState.SUBMITTED);
  }

  @Test
  void givesBackWhatWasTypedInAFormThatIsRefused() throws Exception {
    String lawyer = session(House.LAWYER, Role.JURISTE);
    Map<String, String> form =
        Map.of("commentaire", "Une longue <i>remarque</i>", "verifie-type", "oui");
    assertThat(post(lawyer, "/publications/" + id + "/approve", form).body())
        .contains("Cochez chaque point", ">Une longue &lt;i&gt;remarque&lt;/i&gt;</textarea>")
        .contains("name=\"verifie-type\" value=\"oui\" checked>")
        .contains("name=\"verifie-finalite\" value=\"oui\">");
  }
}
