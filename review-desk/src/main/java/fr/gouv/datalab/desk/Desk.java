package fr.gouv.datalab.desk;

import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.releases.Seats;
import fr.gouv.datalab.reports.ReleaseReport;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The desk's web server, on the loopback interface. Who opens it acts as one person: the address
 * carries a secret drawn at start, kept then in a cookie, without which nothing is shown; a
 * decision also needs the secret in its form, so that no other site can send one.
 */
public final class Desk implements AutoCloseable {
  private static final String COOKIE = "datalab-desk";
  private static final String LOOPBACK = "127.0.0.1";

  private final Registry registry;
  private final ReleaseStore store;
  private final Seats seats;
  private final String person;
  private final String secret;
  private final Javalin server;

  private Desk(Registry registry, ReleaseStore store, Seats seats, String person, int port) {
    this.registry = registry;
    this.store = store;
    this.seats = seats;
    this.person = person;
    this.secret = drawn();
    this.server = Javalin.create(this::configure).start(LOOPBACK, port);
  }

  /**
   * Opens the desk.
   *
   * @param person who acts by it
   * @param port 0 for any that is free
   */
  public static Desk open(
      Registry registry, ReleaseStore store, Seats seats, String person, int port) {
    return new Desk(registry, store, seats, person, port);
  }

  private static String drawn() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = 64_000L;
    config.routes.before(this::guard);
    config.routes.get("/", context -> page(context, 200, pages().list(store.list())));
    config.routes.get("/style.css", this::style);
    config.routes.get("/publications/{id}", this::show);
    config.routes.get("/publications/{id}/rapport", this::report);
    config.routes.post("/publications/{id}/{decision}", this::decide);
    config.routes.exception(DatalabException.class, this::refused);
    config.routes.error(
        404, context -> page(context, 404, pages().message("Cette page n’existe pas.", "")));
  }

  private DeskPages pages() {
    return new DeskPages(person, secret);
  }

  /** The address to open, secret included. */
  public String address() {
    return "http://" + LOOPBACK + ":" + server.port() + "/?cle=" + secret;
  }

  /** Refuses other hosts' names (rebinding) and whoever does not know the secret. */
  private void guard(Context context) {
    headers(context);
    String host = context.host();
    boolean local =
        Set.of(LOOPBACK + ":" + server.port(), "localhost:" + server.port())
            .contains(host == null ? "" : host);
    if (local && same(context.queryParam("cle"))) {
      Cookie cookie = new Cookie(COOKIE, secret);
      cookie.setHttpOnly(true);
      cookie.setSameSite(SameSite.STRICT);
      context.cookie(cookie);
      context.redirect("/");
      context.skipRemainingHandlers();
    } else if (!local || !same(context.cookie(COOKIE))) {
      page(
          context,
          403,
          pages()
              .message(
                  "Ce bureau ne vous est pas ouvert.",
                  "Ouvrez l’adresse que `datalab serve desk` a affichée."));
      context.skipRemainingHandlers();
    }
  }

  private boolean same(String claimed) {
    return claimed != null
        && MessageDigest.isEqual(
            claimed.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  private static void headers(Context context) {
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cache-Control", "no-store");
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none';"
            + " base-uri 'none'");
  }

  private void style(Context context) {
    context.contentType("text/css; charset=utf-8").result(DeskPages.style());
  }

  private void show(Context context) throws IOException {
    page(context, 200, shown(context.pathParam("id"), ""));
  }

  private String shown(String id, String alert) throws IOException {
    Release release = store.show(id);
    return pages()
        .release(
            release,
            ReviewedTable.of(store.folder(id)),
            store.folder(id).draft(),
            missing(release),
            mine(release),
            possible(release),
            alert);
  }

  /** The seats still to approve; none where the convention no longer lets anyone. */
  private Set<String> missing(Release release) {
    try {
      return store.open(release);
    } catch (RefusedException e) {
      return Set.of();
    }
  }

  /** The missing seats that this person holds. */
  private Set<String> mine(Release release) {
    Set<String> mine = new TreeSet<>(missing(release));
    try {
      mine.retainAll(seats.heldBy(release.convention(), person));
      return mine;
    } catch (RefusedException e) {
      return Set.of();
    }
  }

  /** What this person may try here; the store has the last word. */
  private List<Decision> possible(Release release) {
    boolean own =
        person.equals(release.author()) || release.submittedBy().equals(Optional.of(person));
    try {
      return switch (release.state()) {
        case DRAFT, RETURNED ->
            own || seats.member(release.convention(), person)
                ? List.of(Decision.SUBMIT)
                : List.of();
        case SUBMITTED ->
            own || seats.heldBy(release.convention(), person).isEmpty()
                ? List.of()
                : List.of(Decision.APPROVE, Decision.RETURN, Decision.REJECT);
        case EXPORTED ->
            own || seats.member(release.convention(), person)
                ? List.of(Decision.WITHDRAW)
                : List.of();
        case REJECTED, APPROVED, WITHDRAWN -> List.of();
      };
    } catch (RefusedException e) {
      return List.of();
    }
  }

  private void report(Context context) throws IOException {
    Release release = store.show(context.pathParam("id"));
    String html =
        ReleaseReport.of(
                release,
                store.folder(release.id()),
                store.exported(release.id()).map(Release.Exported::time).orElseGet(registry::now))
            .html();
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    context.contentType("text/html; charset=utf-8").result(html);
  }

  private void decide(Context context) throws IOException {
    String id = context.pathParam("id");
    if (!same(context.formParam("cle"))) {
      page(
          context,
          403,
          pages().message("La demande ne vient pas de ce bureau.", "Rien n’a été changé."));
      return;
    }
    String comment = context.formParam("commentaire");
    try {
      switch (context.pathParam("decision")) {
        case "submit" -> store.submit(id, person, comment);
        case "approve" -> store.approve(id, person, seat(context), comment);
        case "return" -> store.return_(id, person, comment);
        case "reject" -> store.reject(id, person, comment);
        case "withdraw" -> store.withdraw(id, person, comment);
        default -> {
          page(context, 404, pages().message("Cette décision n’existe pas.", ""));
          return;
        }
      }
    } catch (RefusedException | UsageException e) {
      page(context, 409, shown(id, sentence(e)));
      return;
    }
    context.redirect("/publications/" + id, HttpStatus.SEE_OTHER);
  }

  private static String seat(Context context) {
    String seat = context.formParam("siege");
    return seat == null || seat.isBlank() ? null : seat;
  }

  private void refused(DatalabException failure, Context context) {
    int status =
        failure instanceof UsageException ? 404 : failure instanceof IntegrityException ? 500 : 409;
    page(context, status, pages().message(sentence(failure), failure.getMessage()));
  }

  /** What a refusal means, for a reader of French. */
  private static String sentence(DatalabException failure) {
    if (failure instanceof IntegrityException) {
      return "Un fichier de cette publication a été modifié : rien ne peut être décidé.";
    }
    if (failure instanceof RefusedException refused) {
      if (refused.rule().equals("four eyes")) {
        return "Nul ne décide de ce qu’il a écrit ou soumis, et chaque siège est tenu par une"
            + " personne différente.";
      }
      if (refused.rule().startsWith("convention ")) {
        return "La convention ne vous donne pas cette décision (" + refused.rule() + ").";
      }
      return "Cette publication n’est pas dans un état où cette décision est possible.";
    }
    if (failure instanceof UsageException && failure.getMessage().contains("--comment")) {
      return "Dites pourquoi : un commentaire est nécessaire pour cette décision.";
    }
    if (failure instanceof UsageException && failure.getMessage().contains("--seat")) {
      return "Vous tenez plusieurs sièges : dites pour lequel vous approuvez.";
    }
    return failure instanceof UsageException
        ? "Cette publication n’existe pas."
        : "La demande n’a pas pu être satisfaite.";
  }

  private static void page(Context context, int status, String html) {
    context.status(status).contentType("text/html; charset=utf-8").result(html);
  }

  @Override
  public void close() {
    server.stop();
  }
}
