package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Someone with a browser that keeps cookies, for tests that look at answers. */
final class Visitor {
  private static final Pattern TOKEN = Pattern.compile("name=\"jeton\" value=\"([^\"]+)\"");

  final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String root;

  Visitor(String address) {
    this.root = "http://" + URI.create(address).getAuthority();
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  String page(String path, int status) throws Exception {
    HttpResponse<String> answer = get(path, "Accept-Language", "fr");
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    return answer.body();
  }

  /** The token that the forms of this session carry. */
  String token() throws Exception {
    Matcher found = TOKEN.matcher(get("/publications").body());
    return found.find() ? found.group(1) : "";
  }

  HttpResponse<String> post(String path, Map<String, String> form, String... headers)
      throws Exception {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept-Language", "fr")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Signs in, and says with which status that ended. */
  int signIn(String person, String password, String code) throws Exception {
    return post("/connexion", Map.of("personne", person, "mot-de-passe", password, "code", code))
        .statusCode();
  }
}
