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
    String body = encoded(form);
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

  /** Someone at an address who does not follow redirections, nor keep cookies. */
  static Steps at(String root) {
    return new Steps(root);
  }

  /** Requests one at a time, with the cookies that a test gives. */
  record Steps(String root) {

    /** A form, or a page where there is none. */
    HttpResponse<String> step(String path, Map<String, String> form, String... headers)
        throws Exception {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
      if (form != null) {
        request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
      }
      for (int i = 0; i < headers.length; i += 2) {
        if (!headers[i + 1].isEmpty()) {
          request.header(headers[i], headers[i + 1]);
        }
      }
      return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** Signs in, and says with which status that ended. */
  int signIn(String person, String password, String code) throws Exception {
    return post("/connexion", Map.of("personne", person, "mot-de-passe", password, "code", code))
        .statusCode();
  }
}
