package fr.gouv.datalab.desk;

import fr.gouv.datalab.desk.account.AccountPages;
import fr.gouv.datalab.desk.catalogue.CataloguePages;
import fr.gouv.datalab.desk.conventions.ConventionPages;
import fr.gouv.datalab.desk.donnees.DatasetPages;
import fr.gouv.datalab.desk.publications.QueuePages;
import fr.gouv.datalab.desk.publications.ReleasePages;
import fr.gouv.datalab.desk.publications.Sentences;
import fr.gouv.datalab.desk.signin.AddressLimits;
import fr.gouv.datalab.desk.signin.ProviderPages;
import fr.gouv.datalab.desk.signin.Sessions;
import fr.gouv.datalab.desk.signin.SignInPages;
import fr.gouv.datalab.openid.Provider;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The desk's web server, on the loopback interface.
 *
 * <p>People sign in by their accounts. In the embedded default, where nobody has one, it is opened
 * by one person for themself: the address that was printed carries a secret drawn at start. A
 * public address, behind a server that speaks TLS, is named at start; no other host's name is
 * answered.
 */
public final class Desk implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger();
  private static final String LOOPBACK = "127.0.0.1";
  private static final long LARGEST_REQUEST = 64_000;

  private final Rooms rooms;
  private final Optional<String> person;
  private final String secret = drawn();
  private final int port;
  private final Optional<URI> publicAddress;
  private final Pages pages = new Pages();
  private final Reception reception;
  private final Javalin server;

  private Desk(Rooms rooms, Optional<String> person, Optional<URI> publicAddress, int port) {
    this.rooms = rooms;
    this.person = person;
    this.publicAddress = publicAddress;
    this.port = port == 0 ? free() : port;
    Set<String> hosts = new HashSet<>(Set.of(LOOPBACK + ":" + this.port, "localhost:" + this.port));
    publicAddress.map(URI::getAuthority).ifPresent(hosts::add);
    Sessions sessions = new Sessions(Clock.systemUTC());
    this.reception = new Reception(rooms, sessions, pages, hosts, publicAddress, person.isEmpty());
    this.server = Javalin.create(this::configure).start(LOOPBACK, this.port);
  }

  /**
   * Opens the desk for one person, who comes by the address that {@link #address} gives.
   *
   * @param port 0 for any that is free
   */
  public static Desk openFor(String person, Rooms rooms, int port) {
    return new Desk(rooms, Optional.of(person), Optional.empty(), port);
  }

  /**
   * Opens the desk for those who have accounts.
   *
   * @param publicAddress under which browsers know it, when it is behind another server
   * @param port 0 for any that is free
   */
  public static Desk open(Rooms rooms, Optional<URI> publicAddress, int port) {
    return new Desk(rooms, Optional.empty(), publicAddress, port);
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("No port of this machine is free.", e);
    }
  }

  private static String drawn() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = LARGEST_REQUEST;
    config.routes.before(this::secretLink);
    config.routes.before(reception::guard);
    config.routes.get("/", context -> context.redirect("/publications", HttpStatus.SEE_OTHER));
    config.routes.get("/langue/{language}", this::language);
    config.routes.get(
        "/desk.css", context -> file(context, "text/css", "/fr/gouv/datalab/desk/desk.css"));
    config.routes.get(
        "/htmx.js",
        context ->
            file(
                context,
                "text/javascript",
                "/META-INF/resources/webjars/htmx.org/2.0.8/dist/htmx.min.js"));
    config.routes.get("/design/<file>", this::design);
    if (person.isEmpty()) {
      signIn(config);
    } else {
      config.routes.post("/deconnexion", this::leave);
    }
    new QueuePages(reception, rooms).routes(config.routes);
    new ReleasePages(reception, rooms).routes(config.routes);
    new ConventionPages(reception, rooms).routes(config.routes);
    new DatasetPages(reception, rooms).routes(config.routes);
    new CataloguePages(reception, rooms).routes(config.routes);
    new AccountPages(reception, rooms).routes(config.routes);
    new AuditPages(reception, rooms).routes(config.routes);
    new AtomFeed(reception, rooms, root()).routes(config.routes);
    config.routes.exception(DatalabException.class, this::refused);
    config.routes.exception(HttpResponseException.class, this::unreadable);
    config.routes.exception(Exception.class, this::broken);
    config.routes.error(404, this::missing);
  }

  /** By the OpenID Connect provider where one is configured, else by password and code. */
  private void signIn(JavalinConfig config) {
    AddressLimits limits = new AddressLimits(Clock.systemUTC());
    Registry registry = rooms.registry();
    Optional<Provider> provider =
        registry
            .home()
            .configuration()
            .openid()
            .map(settings -> new Provider(settings, registry.clock()));
    if (provider.isPresent()) {
      new ProviderPages(reception, rooms, provider.get(), limits, URI.create(root()))
          .routes(config.routes);
    } else {
      new SignInPages(reception, rooms.accounts(), limits).routes(config.routes);
    }
  }

  private void leave(Context context) {
    reception.leave(context);
    reception.message(context, 200, "left.title", "");
  }

  /** In the embedded default, the address that was printed lets its one person in. */
  private void secretLink(Context context) {
    String key = context.queryParam("cle");
    if (person.isPresent() && key != null && Reception.same(key, secret)) {
      String host = context.host();
      if (host != null && host.endsWith(":" + port)) {
        reception.enter(context, person.get(), true);
        context.redirect("/publications");
        context.skipRemainingHandlers();
      }
    }
  }

  /** The address to open; with the secret, where it is for one person. */
  public String address() {
    return root() + (person.isPresent() ? "/?cle=" + secret : "/");
  }

  /** Where it listens on the loopback interface. */
  int port() {
    return port;
  }

  private String root() {
    return publicAddress
        .map(uri -> uri.toString().replaceFirst("/+$", ""))
        .orElse("http://" + LOOPBACK + ":" + port);
  }

  private void language(Context context) {
    String language = context.pathParam("language");
    Cookie cookie = new Cookie(Reception.LANGUAGE, language.equals("en") ? "en" : "fr");
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    cookie.setMaxAge(31_536_000);
    context.cookie(cookie);
    String back = context.queryParam("retour");
    boolean local = back != null && back.matches("/|(?:/[\\w%-][\\w.%-]*)+");
    context.redirect(local ? back : "/", HttpStatus.SEE_OTHER);
  }

  private void design(Context context) throws IOException {
    String file = context.pathParam("file");
    if (!file.matches("(?:[a-zA-Z0-9_-]+/)*[a-zA-Z0-9_.-]+\\.(?:css|woff2|svg)")) {
      throw new UsageException("There is no such file.");
    }
    String type =
        file.endsWith(".css") ? "text/css" : file.endsWith(".svg") ? "image/svg+xml" : "font/woff2";
    file(context, type, "/design-system/" + file);
  }

  private static void file(Context context, String type, String resource) throws IOException {
    try (InputStream content = Desk.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new UsageException("There is no such file.");
      }
      context.header("Cache-Control", "public, max-age=3600");
      context.contentType(type + (type.startsWith("text/") ? "; charset=utf-8" : ""));
      context.result(content.readAllBytes());
    }
  }

  private void missing(Context context) {
    reception.message(context, 404, "missing.title", "");
  }

  /** What the server itself refuses: too large a request, for one. */
  private void unreadable(HttpResponseException failure, Context context) {
    reception.message(context, failure.getStatus(), "unreadable.title", "");
  }

  /** What nobody foresaw: the log has it, the page says what to do. */
  private void broken(Exception failure, Context context) {
    LOG.error("A page failed: {} {}", context.method(), context.path(), failure);
    reception.message(context, 500, "broken.title", reception.words(context).t("broken.detail"));
  }

  private void refused(DatalabException failure, Context context) {
    int status =
        failure instanceof UsageException ? 404 : failure instanceof IntegrityException ? 500 : 409;
    Words words = reception.words(context);
    if (status == 404) {
      missing(context);
    } else {
      Frame frame = reception.frame(context, Sentences.of(failure, words), "");
      reception.page(
          context, status, "message", Map.of("frame", frame, "detail", failure.getMessage()));
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
