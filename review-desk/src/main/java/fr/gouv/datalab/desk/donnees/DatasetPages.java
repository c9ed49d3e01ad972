package fr.gouv.datalab.desk.donnees;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.desk.Frame;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.desk.publications.Sentences;
import fr.gouv.datalab.export.PackageCheck;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.gate.AccessLog;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pages of a ministry's administrator. Another ministry's dataset is, by its address, as one
 * that does not exist.
 */
public final class DatasetPages {
  private static final int LINES = 50;

  private final Reception reception;
  private final Rooms rooms;
  private final Flows flows;
  private final AccessLog log;

  /** The pages on the datasets of some rooms. */
  public DatasetPages(Reception reception, Rooms rooms) {
    this.reception = reception;
    this.rooms = rooms;
    this.flows = new Flows(rooms.registry());
    this.log = new AccessLog(rooms.registry());
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
    return rooms.producersOf(reception.session(context).person());
  }

  private void list(Context context) {
    Set<String> producers = producers(context);
    List<DatasetLine> lines =
        Catalogue.of(rooms.registry().home()).list().stream()
            .filter(contract -> producers.contains(contract.producer()))
            .map(this::line)
            .toList();
    Frame frame = reception.frame(context, reception.words(context).t("datasets.title"), "");
    reception.page(
        context,
        200,
        "datasets",
        Map.of("frame", frame, "lines", lines, "reports", reports(producers)));
  }

  private DatasetLine line(Contract contract) {
    List<Delivery> deliveries =
        new ArrayList<>(new Deliveries(rooms.registry()).of(contract.dataset()));
    Collections.reverse(deliveries);
    List<Filing> using =
        rooms.conventions().survey().intact().stream()
            .filter(filing -> filing.convention().datasets().containsKey(contract.dataset()))
            .toList();
    return new DatasetLine(contract, deliveries, flows.stopped(contract.dataset()), using);
  }

  private Contract mine(Context context) {
    return Catalogue.of(rooms.registry().home())
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
    model.put("line", line(contract));
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

  private List<ReceivedReport> reports(Set<String> producers) {
    List<ReceivedReport> reports = new ArrayList<>();
    for (Release release : rooms.releases().others(200, 0)) {
      if (release.state() == ReleaseState.EXPORTED && concerns(release, producers)) {
        reports.add(received(release));
      }
    }
    return reports;
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

  private ReceivedReport received(Release release) {
    Path folder = rooms.registry().home().exports().resolve(release.id());
    try {
      String key = Files.readString(rooms.registry().home().exports().resolve("datalab.vkey"));
      PackageCheck check = PackageCheck.of(folder, key);
      return new ReceivedReport(release, true, check.approvals(), "", files(folder));
    } catch (DatalabException e) {
      return new ReceivedReport(release, false, 0, e.getMessage(), List.of());
    } catch (IOException e) {
      return new ReceivedReport(release, false, 0, "", List.of());
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** A file of a received package, only by a path that the package lists. */
  private void download(Context context) {
    Release release = rooms.releases().show(context.pathParam("release"));
    Path folder = rooms.registry().home().exports().resolve(release.id());
    String wanted = context.pathParam("file");
    try {
      if (!concerns(release, producers(context))
          || release.state() != ReleaseState.EXPORTED
          || !files(folder).contains(wanted)) {
        throw new UsageException("There is no such file.");
      }
      Path file = folder.resolve(wanted);
      if (Files.isSymbolicLink(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new UsageException("There is no such file.");
      }
      InputStream content = Files.newInputStream(file);
      context.header(
          "Content-Disposition",
          "attachment; filename=\"" + release.id() + "-" + file.getFileName() + "\"");
      context.contentType("application/octet-stream").result(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
