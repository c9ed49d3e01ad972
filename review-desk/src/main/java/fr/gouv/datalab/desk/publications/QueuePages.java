package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.desk.Frame;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseLists;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.releases.Scope;
import fr.gouv.datalab.releases.Seats;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What waits for decisions, and all other releases: by state, or by the number of one. */
public final class QueuePages {
  private static final int LENGTH = 40;

  private final Reception reception;
  private final Rooms rooms;

  /** The lists of the releases of some rooms. */
  public QueuePages(Reception reception, Rooms rooms) {
    this.reception = reception;
    this.rooms = rooms;
  }

  /** Adds the pages. */
  public void routes(RoutesConfig routes) {
    routes.get("/publications", this::queue);
  }

  private void queue(Context context) {
    String wanted = context.queryParam("numero");
    if (wanted != null && !wanted.isBlank()) {
      find(context, wanted.strip().toUpperCase(Locale.ROOT));
      return;
    }
    show(context, 200, "");
  }

  private void find(Context context, String id) {
    if (id.matches("[A-Z0-9-]{1,40}") && rooms.lists().holds(id)) {
      // Whether it is theirs to read, its own page says: as one that does not exist when it is not.
      context.redirect("/publications/" + id, HttpStatus.SEE_OTHER);
    } else {
      show(context, 404, reception.words(context).t("queue.unknown", id));
    }
  }

  private void show(Context context, int status, String alert) {
    String person = reception.session(context).person();
    Optional<ReleaseLists.Place> after = ReleaseLists.Place.of(context.queryParam("attente"));
    Optional<ReleaseLists.Place> before = ReleaseLists.Place.of(context.queryParam("avant"));
    Optional<ReleaseState> state = state(context.queryParam("etat"));
    Scope scope = reception.scope(context);
    ReleaseLists.Page waiting = rooms.lists().waiting(scope, LENGTH, after);
    ReleaseLists.Page others =
        state
            .map(each -> rooms.lists().in(scope, each, LENGTH, before))
            .orElseGet(() -> rooms.lists().others(scope, LENGTH, before));
    Seats seats = rooms.seatsForOnePage();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("frame", reception.frame(context, reception.words(context).t("queue.title"), alert));
    model.put("waiting", waiting.releases().stream().map(r -> line(r, person, seats)).toList());
    model.put("others", others.releases().stream().map(this::line).toList());
    model.put("counts", rooms.lists().counts(scope));
    model.put("state", state.map(Enum::name).orElse(""));
    model.put("waitingPages", pages(after, waiting.next(), "attente", ""));
    model.put(
        "otherPages",
        pages(before, others.next(), "avant", state.map(s -> "etat=" + s.name()).orElse("")));
    reception.page(context, status, "queue", model);
  }

  private static Frame.Steps pages(
      Optional<ReleaseLists.Place> here,
      Optional<ReleaseLists.Place> next,
      String parameter,
      String kept) {
    String root = "/publications" + (kept.isEmpty() ? "" : "?" + kept);
    String more = root + (kept.isEmpty() ? "?" : "&") + parameter + "=";
    return new Frame.Steps(
        here.isPresent() ? root : "", next.map(place -> more + place).orElse(""));
  }

  private static Optional<ReleaseState> state(String word) {
    for (ReleaseState state : ReleaseState.values()) {
      if (state.name().equals(word) && state != ReleaseState.SUBMITTED) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  private QueueLine line(Release release) {
    return new QueueLine(release, days(release), List.of(), false);
  }

  private QueueLine line(Release release, String person, Seats seats) {
    Standing standing = new Standing(seats, release, person);
    return new QueueLine(
        release, days(release), List.copyOf(standing.open()), !standing.mine().isEmpty());
  }

  private long days(Release release) {
    return Math.max(0, Duration.between(release.changed(), rooms.registry().now()).toDays());
  }
}
