package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.desk.Frame;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.desk.Words;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.releases.Checklist;
import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.IndependentReviews;
import fr.gouv.datalab.releases.MachineChecks;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseFolder;
import fr.gouv.datalab.reports.ReleaseReport;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page of a release, its tables, and the decisions on it. */
public final class ReleasePages {
  private static final int SERIES = 12;

  private final Reception reception;
  private final Rooms rooms;

  /** The pages on the releases of some rooms. */
  public ReleasePages(Reception reception, Rooms rooms) {
    this.reception = reception;
    this.rooms = rooms;
  }

  /** Adds the pages. */
  public void routes(RoutesConfig routes) {
    routes.get("/publications/{id}", context -> show(context, 200, "", Typed.NOTHING));
    routes.get("/publications/{id}/rapport", this::report);
    routes.get("/publications/{id}/tableaux/{table}", this::table);
    routes.post("/publications/{id}/commentaires", this::comment);
    routes.post("/publications/{id}/{decision}", this::decide);
  }

  private static int page(Context context) {
    String text = context.queryParam("page");
    return text != null && text.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(text) : 1;
  }

  private void show(Context context, int status, String alert, Typed typed) throws IOException {
    String person = reception.session(context).person();
    Release release = reception.release(context);
    ReleaseFolder folder = rooms.releases().folder(release.id());
    Draft draft = folder.draft();
    Optional<Convention> convention = convention(release);
    List<ReviewedTable> tables = ReviewedTable.of(folder, draft);
    List<Lineage> lineage = Lineage.of(rooms.registry(), release, draft);
    Standing standing = new Standing(rooms.seatsForOnePage(), release, person);
    ReleaseView view =
        new ReleaseView(
            IndependentReviews.asSeenBy(release, person),
            draft,
            convention.map(Convention::legalBasis).orElse(""),
            Essentials.of(draft, tables, lineage, convention),
            tables,
            standing.open(),
            standing.veiled(),
            standing.mine(),
            standing.possible(),
            lineage,
            changes(release, draft, folder, reception.words(context)),
            MachineChecks.of(draft, tables.stream().map(ReviewedTable::verdict).toList()),
            rooms.notes().seenBy(release, person),
            rooms.notes().checklists(release, person),
            typed);
    Frame frame = reception.frame(context, release.title(), alert);
    reception.page(context, status, "release", Map.of("frame", frame, "view", view));
  }

  private Optional<Convention> convention(Release release) {
    try {
      return rooms.conventions().find(release.convention());
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /** Each table beside the last one of its name that left: not every release has every table. */
  private Map<String, SeriesChange> changes(
      Release release, Draft draft, ReleaseFolder folder, Words words) throws IOException {
    Map<String, SeriesChange> changes = new LinkedHashMap<>();
    for (Release before : rooms.lists().before(release, SERIES)) {
      ReleaseFolder then = rooms.releases().folder(before.id());
      for (Draft.Output output : draft.outputs()) {
        if (!changes.containsKey(output.name())) {
          SeriesChange.of(before, then, folder, output, words)
              .ifPresent(change -> changes.put(output.name(), change));
        }
      }
    }
    return changes;
  }

  private void table(Context context) throws IOException {
    Release release = reception.release(context);
    ReleaseFolder folder = rooms.releases().folder(release.id());
    String name = context.pathParam("table");
    Draft.Output output =
        folder.draft().outputs().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new UsageException("There is no table of that name."));
    Words words = reception.words(context);
    String chosen = Optional.ofNullable(context.queryParam("code")).orElse("");
    TablePage table = TablePage.of(folder, output, words, chosen, page(context));
    Frame frame = reception.frame(context, output.title(), "");
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("frame", frame);
    model.put("release", release);
    model.put("table", table);
    model.put(
        "comments",
        rooms.notes().seenBy(release, reception.session(context).person()).stream()
            .filter(each -> each.output().equals(name))
            .toList());
    reception.page(context, 200, "table", model);
  }

  private void report(Context context) throws IOException {
    Release release = reception.release(context);
    Release seen = IndependentReviews.asSeenBy(release, reception.session(context).person());
    String html =
        ReleaseReport.of(
                seen,
                rooms.releases().folder(release.id()),
                rooms
                    .releases()
                    .exported(release.id())
                    .map(Release.Exported::time)
                    .orElseGet(rooms.registry()::now))
            .html();
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none';"
            + " base-uri 'none'");
    context.contentType("text/html; charset=utf-8").result(html);
  }

  private void comment(Context context) throws IOException {
    String output = Optional.ofNullable(context.formParam("tableau")).orElse("");
    String cell = Optional.ofNullable(context.formParam("case")).orElse("");
    String id = reception.release(context).id();
    try {
      requireKnown(id, output);
      rooms
          .notes()
          .comment(
              id,
              reception.session(context).person(),
              output,
              cell.substring(0, Math.min(200, cell.length())),
              context.formParam("commentaire"));
    } catch (RefusedException | UsageException e) {
      show(context, 409, Sentences.of(e, reception.words(context)), Typed.note(context));
      return;
    }
    context.redirect(
        output.isEmpty()
            ? "/publications/" + id + "#commentaires"
            : "/publications/" + id + "/tableaux/" + output + "#commentaires",
        HttpStatus.SEE_OTHER);
  }

  private void requireKnown(String id, String output) {
    boolean known =
        output.isEmpty()
            || rooms.releases().folder(rooms.releases().show(id).id()).draft().outputs().stream()
                .anyMatch(each -> each.name().equals(output));
    if (!known) {
      throw new UsageException("There is no table of that name.");
    }
  }

  private void decide(Context context) throws IOException {
    String id = reception.release(context).id();
    String person = reception.session(context).person();
    Optional<Decision> decision = decision(context.pathParam("decision"));
    if (decision.isEmpty()) {
      reception.message(context, 404, "missing.title", "");
      return;
    }
    try {
      Checklist checklist =
          decision.get() == Decision.APPROVE ? filled(context, id) : Checklist.NONE;
      rooms
          .releases()
          .decide(
              id,
              person,
              decision.get(),
              seat(context),
              context.formParam("commentaire"),
              checklist);
    } catch (RefusedException | UsageException e) {
      show(context, 409, Sentences.of(e, reception.words(context)), Typed.decision(context));
      return;
    }
    context.redirect("/publications/" + id, HttpStatus.SEE_OTHER);
  }

  private static Optional<Decision> decision(String word) {
    for (Decision decision : Decision.values()) {
      if (decision != Decision.EXPORT && decision.word().equals(word)) {
        return Optional.of(decision);
      }
    }
    return Optional.empty();
  }

  /** The machine's answers, and the person's; approving asks for each. */
  private Checklist filled(Context context, String id) throws IOException {
    List<Checklist.Item> items =
        new ArrayList<>(MachineChecks.of(rooms.releases().folder(rooms.releases().show(id).id())));
    for (String question : MachineChecks.FOR_PEOPLE) {
      if (!"oui".equals(context.formParam("verifie-" + question))) {
        throw new UsageException(
            "checklist: tick each point that you checked before approving, or say in a comment why"
                + " the release goes back.");
      }
      items.add(new Checklist.Item(question, false, true, ""));
    }
    return new Checklist(items);
  }

  private static String seat(Context context) {
    String seat = context.formParam("siege");
    return seat == null || seat.isBlank() ? null : seat.toLowerCase(Locale.ROOT);
  }
}
