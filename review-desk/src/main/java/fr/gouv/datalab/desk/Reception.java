package fr.gouv.datalab.desk;

import fr.gouv.datalab.accounts.Account;
import fr.gouv.datalab.desk.signin.Onward;
import fr.gouv.datalab.desk.signin.ProviderPages;
import fr.gouv.datalab.desk.signin.Session;
import fr.gouv.datalab.desk.signin.Sessions;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.Scope;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who comes to the desk, and the frame of every page that they are shown.
 *
 * <p>Every page but those of signing in needs a session, and every request that changes something
 * needs the session's token in its form and, where the browser says it, an origin that is the desk.
 */
public final class Reception {
  static final String LANGUAGE = "datalab-langue";

  private static final String SESSION = "session";
  private static final String PRODUCERS = "producers";
  private static final Set<String> OPEN_TO_ALL =
      Set.of(
          "/connexion",
          ProviderPages.BEGIN,
          ProviderPages.BACK,
          "/premiere-connexion",
          "/desk.css",
          "/htmx.js",
          "/fil.atom");

  /** What the menu of a person has, for some seconds. */
  private record Menu(boolean administrator, Instant until) {}

  private static final Duration MENU = Duration.ofSeconds(10);

  private final Map<String, Menu> menus = new ConcurrentHashMap<>();
  private final Rooms rooms;
  private final Readers readers;
  private final Sessions sessions;
  private final Pages pages;
  private final Set<String> hosts;
  private final Optional<URI> publicAddress;
  private final boolean accounts;
  private final boolean designSystem;

  Reception(
      Rooms rooms,
      Sessions sessions,
      Pages pages,
      Set<String> hosts,
      Optional<URI> publicAddress,
      boolean accounts) {
    this.rooms = rooms;
    this.readers = new Readers(rooms);
    this.sessions = sessions;
    this.pages = pages;
    this.hosts = hosts;
    this.publicAddress = publicAddress;
    this.accounts = accounts;
    this.designSystem = Reception.class.getResource("/design-system/dsfr.min.css") != null;
  }

  /** The cookie's name: bound to HTTPS by the browser where the desk has a public address. */
  private String cookieName() {
    return secure() ? "__Host-datalab-desk" : "datalab-desk";
  }

  /** Whether browsers come by https alone. */
  public boolean secure() {
    return publicAddress.filter(uri -> "https".equals(uri.getScheme())).isPresent();
  }

  /** Refuses other hosts' names (rebinding), whoever is not signed in, and forged forms. */
  void guard(Context context) {
    headers(context);
    String host = context.host() == null ? "" : context.host();
    if (!hosts.contains(host)) {
      refuse(context, 403, "refused.host");
      return;
    }
    Optional<Session> session = sessions.of(context.cookie(cookieName()));
    session.ifPresent(found -> context.attribute(SESSION, found));
    if (session.filter(found -> !found.bySecret() && !stands(found.person())).isPresent()) {
      leave(context);
      context.attribute(SESSION, null);
      session = Optional.empty();
    }
    boolean free =
        OPEN_TO_ALL.contains(context.path())
            || context.path().startsWith("/design/")
            || context.path().startsWith("/langue/");
    if (!free && session.isEmpty()) {
      notSignedIn(context);
    } else if ("POST".equals(context.method().name()) && !isForm(context)) {
      message(context, 415, "unreadable.title", "");
      context.skipRemainingHandlers();
    } else if ("POST".equals(context.method().name()) && !sameOrigin(context)) {
      refuse(context, 403, "refused.form");
    } else if ("POST".equals(context.method().name()) && !free && !hasToken(context)) {
      refuse(context, 403, "refused.form");
    }
  }

  private boolean stands(String person) {
    return rooms.accounts().find(person).filter(Account::stands).isPresent();
  }

  private void notSignedIn(Context context) {
    if (accounts && isFollowedFromElsewhere(context)) {
      again(context);
      context.skipRemainingHandlers();
    } else if (accounts) {
      Onward.remember(context, secure());
      context.redirect("/connexion");
      context.skipRemainingHandlers();
    } else {
      refuse(context, 403, "refused.closed");
    }
  }

  /** A link of another site, a mail's for one: the browser keeps a strict cookie back. */
  private static boolean isFollowedFromElsewhere(Context context) {
    String site = context.header("Sec-Fetch-Site");
    return "GET".equals(context.method().name())
        && ("cross-site".equals(site) || "same-site".equals(site));
  }

  /** Lets this desk's own page ask for the same address, now with the session's cookie. */
  private void again(Context context) {
    goOn(context, Onward.of(context), words(context).t("onward.title"));
  }

  /** A page that leads on by itself, or by its link. */
  public void goOn(Context context, String path, String title) {
    context.header("Refresh", "0; url=" + path);
    page(context, 200, "signedin", Map.of("frame", frame(context, title, ""), "path", path));
  }

  private void refuse(Context context, int status, String key) {
    message(context, status, key, words(context).t(key + ".detail"));
    context.skipRemainingHandlers();
  }

  /** As the desk's own pages send it: no parts, no other alphabet. */
  private static boolean isForm(Context context) {
    String type = context.header("Content-Type");
    return type == null
        || type.replace(" ", "")
            .toLowerCase(Locale.ROOT)
            .matches("application/x-www-form-urlencoded(?:;charset=\"?utf-8\"?)?");
  }

  private boolean sameOrigin(Context context) {
    String site = context.header("Sec-Fetch-Site");
    if (site != null && !Set.of("same-origin", "none").contains(site)) {
      return false;
    }
    String origin = context.header("Origin");
    if (origin == null) {
      return true;
    }
    String host = origin.substring(origin.indexOf("://") < 0 ? 0 : origin.indexOf("://") + 3);
    String scheme = origin.substring(0, origin.length() - host.length());
    return hosts.contains(host) && (!secure() || scheme.equals("https://") || isLoopback(host));
  }

  private boolean hasToken(Context context) {
    String given = context.formParam("jeton");
    return given != null && same(given, session(context).token());
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.0.0.1:") || host.startsWith("localhost:");
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private void headers(Context context) {
    if (secure()) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src"
            + " 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri"
            + " 'none'");
  }

  /**
   * From where a request came. Behind another server that is what this server says last: what a
   * browser wrote before it is not believed.
   */
  public String address(Context context) {
    List<String> said =
        publicAddress.isEmpty()
            ? List.of()
            : Collections.list(context.req().getHeaders("X-Forwarded-For"));
    String last = said.isEmpty() ? "" : said.get(said.size() - 1);
    String client = last.substring(last.lastIndexOf(',') + 1).strip();
    return client.isEmpty() || client.length() > 45 ? context.ip() : client;
  }

  /** Lets a person in: from now on their requests carry a cookie. */
  public void enter(Context context, String person, boolean bySecret) {
    sessions.close(context.cookie(cookieName()));
    Cookie cookie = new Cookie(cookieName(), sessions.open(person, bySecret));
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(secure());
    cookie.setSameSite(SameSite.STRICT);
    context.cookie(cookie);
  }

  /** Forgets them. */
  public void leave(Context context) {
    sessions.close(context.cookie(cookieName()));
    context.removeCookie(cookieName(), "/");
  }

  /** Who asks. */
  public Session session(Context context) {
    Session session = context.attribute(SESSION);
    if (session == null) {
      throw new IllegalStateException("This page is not open to all.");
    }
    return session;
  }

  /** Who asks, when they are signed in. */
  public Optional<Session> maybe(Context context) {
    return Optional.ofNullable(context.attribute(SESSION));
  }

  /** Whether the person is an auditor, by their account. */
  public boolean isAuditor(String person) {
    return readers.isAuditor(person);
  }

  /** Which releases the lists of who asks have. */
  public Scope scope(Context context) {
    Session session = session(context);
    return readers.scope(session.person(), session.bySecret());
  }

  /**
   * The release that an address names by its {@code id}, for who asks.
   *
   * @throws UsageException when there is none, or none that they may read
   */
  public Release release(Context context) {
    Session session = session(context);
    return readers.release(context.pathParam("id"), session.person(), session.bySecret());
  }

  /** The words in the language that the reader chose, else the browser's, else French. */
  public Words words(Context context) {
    String chosen = context.cookie(LANGUAGE);
    String accepted = context.header("Accept-Language");
    boolean english =
        chosen == null
            ? accepted != null && accepted.toLowerCase(Locale.ROOT).startsWith("en")
            : chosen.equals("en");
    return Words.of(english ? "en" : "fr");
  }

  /** The frame of a page. */
  public Frame frame(Context context, String title, String alert) {
    Words words = words(context);
    Optional<Session> session = maybe(context);
    return new Frame(
        words,
        title,
        session.map(Session::person).orElse(""),
        session.map(Session::token).orElse(""),
        context.path(),
        session.map(each -> sections(context, words, each.person())).orElse(List.of()),
        alert,
        designSystem);
  }

  private List<Frame.Section> sections(Context context, Words words, String person) {
    List<Frame.Section> sections = new ArrayList<>();
    section(sections, context, "/publications", words.t("menu.releases"));
    if (maybeAdministrator(context, person)) {
      section(sections, context, "/donnees", words.t("menu.datasets"));
    }
    section(sections, context, "/conventions", words.t("menu.conventions"));
    section(sections, context, "/catalogue", words.t("menu.catalogue"));
    if (isAuditor(person)) {
      section(sections, context, "/audit", words.t("menu.audit"));
    }
    return sections;
  }

  /** Whether the menu leads to a ministry's pages, which ask anew who may read them. */
  private boolean maybeAdministrator(Context context, String person) {
    Menu known = menus.get(person);
    Instant now = Instant.now();
    if (known == null || now.isAfter(known.until())) {
      known = new Menu(!producers(context).isEmpty(), now.plus(MENU));
      menus.put(person, known);
    }
    return known.administrator();
  }

  /** The producers for which who asks acts: asked once for each request. */
  public Set<String> producers(Context context) {
    Set<String> known = context.attribute(PRODUCERS);
    if (known == null) {
      known = rooms.producersOf(session(context).person());
      context.attribute(PRODUCERS, known);
    }
    return known;
  }

  private static void section(
      List<Frame.Section> sections, Context context, String path, String label) {
    sections.add(new Frame.Section(path, label, context.path().startsWith(path)));
  }

  /** Answers with a page. */
  public void page(Context context, int status, String template, Map<String, Object> model) {
    pages.answer(context, status, template, model);
  }

  /** Answers with a page that says one thing. */
  public void message(Context context, int status, String key, String detail) {
    Frame frame = frame(context, words(context).t(key), "");
    page(context, status, "message", Map.of("frame", frame, "detail", detail));
  }
}
