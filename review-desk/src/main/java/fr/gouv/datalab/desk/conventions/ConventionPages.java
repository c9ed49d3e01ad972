package fr.gouv.datalab.desk.conventions;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.ConventionText;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.desk.Frame;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.refusals.RefusedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What everyone who decides or asks must be able to read: the conventions. */
public final class ConventionPages {
  private final Reception reception;
  private final Rooms rooms;

  /** The pages on the conventions of some rooms. */
  public ConventionPages(Reception reception, Rooms rooms) {
    this.reception = reception;
    this.rooms = rooms;
  }

  /** Adds the pages. */
  public void routes(RoutesConfig routes) {
    routes.get("/conventions", this::list);
    routes.get("/conventions/{id}", this::show);
  }

  /** A convention of the list, with its standing today. */
  public record Line(Filing filing, ConventionView.Standing standing) {}

  private void list(Context context) {
    ConventionStore.Survey survey = rooms.conventions().survey();
    Instant now = rooms.registry().now();
    Frame frame = reception.frame(context, reception.words(context).t("conventions.title"), "");
    reception.page(
        context,
        200,
        "conventions",
        Map.of(
            "frame",
            frame,
            "lines",
            survey.intact().stream()
                .map(filing -> new Line(filing, ConventionView.Standing.of(filing, now)))
                .toList(),
            "altered",
            survey.altered().stream().map(RefusedException::getMessage).toList()));
  }

  private void show(Context context) {
    List<Filing> versions = rooms.conventions().show(context.pathParam("id"));
    Frame frame = reception.frame(context, versions.get(0).convention().title(), "");
    reception.page(context, 200, "convention", Map.of("frame", frame, "versions", views(versions)));
  }

  private List<ConventionView> views(List<Filing> versions) {
    ConventionText text = new ConventionText(Catalogue.of(rooms.registry().home()));
    Instant now = rooms.registry().now();
    List<ConventionView> views = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      List<String> body = text.body(versions.get(i).convention());
      views.add(
          new ConventionView(
              versions.get(i),
              ConventionView.Standing.of(versions.get(i), now),
              ConventionView.parts(body),
              i + 1 == versions.size()
                  ? List.of()
                  : ConventionText.changes(text.body(versions.get(i + 1).convention()), body)));
    }
    return views;
  }
}
