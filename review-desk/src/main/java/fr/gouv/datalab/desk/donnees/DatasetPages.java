package fr.gouv.datalab.desk.donnees;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.desk.Frame;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.desk.publications.Sentences;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.gate.AccessLog;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseLists;
import fr.gouv.datalab.releases.ReleaseState;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pages of a ministry's administrator. Another ministry's dataset is, by its address, as one
 * that does not exist.
 */
public final class DatasetPages {
  private static final int LINES = 50;
  private static final int REPORTS = 20;

  private final Reception reception;
  private final Rooms rooms;
  private final Flows flows;
  private final AccessLog log;
  private final ReceivedReports received;

  /** The pages on the datasets of some rooms. */
  public DatasetPages(Reception reception, Rooms rooms) {
    this.reception = reception;
    this.rooms = rooms;
    this.flows = new Flows(rooms.registry());
    this.log = new AccessLog(rooms.registry());
    this.received = new ReceivedReports(rooms.registry().home());
  }

  /** Adds the pages. */
  public void routes(RoutesConfig routes) {
    routes.get("/donnees", this::list);
    routes.get("/donnees/{dataset}", context -> show(context, 200, ""));
    routes.post("/donnees/{dataset}/arret", context -> turn(context, true));
    routes.post("/donnees/{dataset}/reprise", context -> turn(context, false));
    routes.get("/paquets/{release}/<file>", this::download);
  }

  private Set<String> producers(Context context) {
    return reception.producers(context);
  }

  private void list(Context context) {
    Set<String> producers = producers(context);
    List<Filing> filings = rooms.conventions().survey().intact();
    List<DatasetLine> lines =
        rooms.catalogue().list().stream()
            .filter(contract -> producers.contains(contract.producer()))
            .map(contract -> line(contract, filings))
            .toList();
    Optional<ReleaseLists.Place> before = ReleaseLists.Place.of(context.queryParam("avant"));
    ReleaseLists.Page page =
        rooms.lists().exported(concerning(filings, producers), REPORTS, before);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("frame", reception.frame(context, reception.words(context).t("datasets.title"), ""));
    model.put("lines", lines);
    model.put("reports", page.releases().stream().map(received::of).toList());
    model.put(
        "pages",
        new Frame.Steps(
            before.isPresent() ? "/donnees#rapports" : "",
            page.next().map(place -> "/donnees?avant=" + place + "#rapports").orElse("")));
    reception.page(context, 200, "datasets", model);
  }

  /** The conventions that some producers are parties of. */
  private static Set<String> concerning(List<Filing> filings, Set<String> producers) {
    return filings.stream()
        .map(Filing::convention)
        .filter(each -> each.producers().values().stream().anyMatch(producers::contains))
        .map(Convention::id)
        .collect(Collectors.toSet());
  }

  private DatasetLine line(Contract contract, List<Filing> filings) {
    List<Delivery> deliveries =
        new ArrayList<>(new Deliveries(rooms.registry()).of(contract.dataset()));
    Collections.reverse(deliveries);
    List<Filing> using =
        filings.stream()
            .filter(filing -> filing.convention().datasets().containsKey(contract.dataset()))
            .toList();
    return new DatasetLine(contract, deliveries, flows.stopped(contract.dataset()), using);
  }

  private Contract mine(Context context) {
    return rooms
        .catalogue()
        .find(context.pathParam("dataset"))
        .filter(contract -> producers(context).contains(contract.producer()))
        .orElseThrow(() -> new UsageException("There is no such dataset."));
  }

  private void show(Context context, int status, String alert) {
    Contract contract = mine(context);
    LocalDate today = rooms.registry().now().atZone(ZoneOffset.UTC).toLocalDate();
    List<WeekChart.Week> weeks =
        WeekChart.weeks(today, log.daily(contract.dataset(), WeekChart.since(today)));
    Frame frame = reception.frame(context, contract.title(), alert);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("frame", frame);
    model.put("line", line(contract, rooms.conventions().survey().intact()));
    model.put("chart", WeekChart.svg(weeks, frame.words()));
    model.put("accesses", log.latest(contract.dataset(), LINES));
    reception.page(context, status, "dataset", model);
  }

  private void turn(Context context, boolean stop) {
    Contract contract = mine(context);
    String person = reception.session(context).person();
    String reason = context.formParam("motif");
    try {
      if (!stop) {
        flows.resume(contract.dataset(), person);
      } else if (reason == null || reason.isBlank()) {
        show(context, 409, reception.words(context).t("flow.reason.missing"));
        return;
      } else {
        flows.stop(contract.dataset(), person, reason.strip());
      }
    } catch (RefusedException | UsageException e) {
      show(context, 409, Sentences.of(e, reception.words(context)));
      return;
    }
    context.redirect("/donnees/" + contract.dataset(), HttpStatus.SEE_OTHER);
  }

  private boolean concerns(Release release, Set<String> producers) {
    try {
      return rooms
          .conventions()
          .find(release.convention())
          .filter(each -> each.producers().values().stream().anyMatch(producers::contains))
          .isPresent();
    } catch (RefusedException e) {
      return false;
    }
  }

  /** A file of a received package, verified at this moment, only by a path that it lists. */
  private void download(Context context) {
    Release release = rooms.releases().show(context.pathParam("release"));
    if (!concerns(release, producers(context)) || release.state() != ReleaseState.EXPORTED) {
      throw new UsageException("There is no such file.");
    }
    Path file =
        received
            .file(release, context.pathParam("file"))
            .orElseThrow(() -> new UsageException("There is no such file."));
    context.header(
        "Content-Disposition",
        "attachment; filename=\"" + release.id() + "-" + file.getFileName() + "\"");
    try {
      context.contentType("application/octet-stream").result(Files.newInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
