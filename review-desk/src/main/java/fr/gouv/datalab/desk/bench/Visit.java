package fr.gouv.datalab.desk.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One person's browser at the desk: keeps cookies and the token of forms, over real HTTP. */
final class Visit {
  private static final Pattern TOKEN = Pattern.compile("name=\"jeton\" value=\"([^\"]+)\"");

  private final URI desk;
  private final HttpClient browser =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private String token = "";

  Visit(URI desk) {
    this.desk = desk;
  }

  /** Signs a person in; fails when the desk does not let them. */
  void signIn(People.Person person) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        post(
            "/connexion",
            Map.of(
                "personne",
                person.name(),
                "mot-de-passe",
                People.PASSWORD,
                "code",
                person.code(Instant.now())));
    Matcher found = TOKEN.matcher(answer.body());
    if (answer.statusCode() != 200 || !found.find()) {
      throw new IOException("The desk did not let " + person + " in: " + answer.statusCode());
    }
    token = found.group(1);
  }

  /** Comes by the address that carries a secret. */
  void enter() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/?" + desk.getQuery());
    Matcher found = TOKEN.matcher(answer.body());
    if (!found.find()) {
      throw new IOException("The desk did not let its person in: " + answer.statusCode());
    }
    token = found.group(1);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(desk.resolve(path)));
  }

  HttpResponse<String> post(String path, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
                .map(
                    each ->
                        each.getKey()
                            + "="
                            + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
            + (token.isEmpty() ? "" : "&jeton=" + token);
    return send(
        HttpRequest.newBuilder(desk.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return browser.send(
        request.timeout(Duration.ofSeconds(60)).header("Accept-Language", "fr").build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
