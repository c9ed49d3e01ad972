package fr.gouv.datalab.desk.catalogue;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.DcatDescription;
import fr.gouv.datalab.desk.Frame;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.refusals.UsageException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The catalogue: as pages for people, and as DCAT-AP for machines by content negotiation ({@code
 * Accept: application/ld+json} or {@code text/turtle}) at the same addresses.
 */
public final class CataloguePages {
  private final Reception reception;
  private final Rooms rooms;

  /** The catalogue of some rooms. */
  public CataloguePages(Reception reception, Rooms rooms) {
    this.reception = reception;
    this.rooms = rooms;
  }

  /** Adds the pages. */
  public void routes(RoutesConfig routes) {
    routes.get("/catalogue", this::search);
    routes.get("/catalogue/{dataset}", this::show);
  }

  private void search(Context context) {
    List<Contract> contracts = rooms.catalogue().list();
    if (asData(context, contracts)) {
      return;
    }
    String question = context.queryParam("q") == null ? "" : context.queryParam("q");
    Frame frame = reception.frame(context, reception.words(context).t("catalogue.title"), "");
    reception.page(
        context,
        200,
        "catalogue",
        Map.of(
            "frame",
            frame,
            "question",
            question,
            "found",
            CatalogueSearch.of(contracts, question)));
  }

  private void show(Context context) {
    Contract contract =
        rooms
            .catalogue()
            .find(context.pathParam("dataset"))
            .orElseThrow(() -> new UsageException("There is no such dataset."));
    if (asData(context, List.of(contract))) {
      return;
    }
    Frame frame = reception.frame(context, contract.title(), "");
    reception.page(context, 200, "entry", Map.of("frame", frame, "contract", contract));
  }

  private static boolean asData(Context context, List<Contract> contracts) {
    context.header("Vary", "Accept");
    return switch (wanted(context.header("Accept"))) {
      case "turtle" -> {
        context
            .contentType("text/turtle; charset=utf-8")
            .result(DcatDescription.of(contracts).turtle());
        yield true;
      }
      case "jsonld" -> {
        context
            .contentType("application/ld+json")
            .result(DcatDescription.of(contracts).jsonLdText());
        yield true;
      }
      default -> false;
    };
  }

  /** The form that is asked for with the greatest weight; a page where none is named. */
  static String wanted(String accept) {
    String best = "page";
    double most = 0;
    for (String each : (accept == null ? "" : accept).toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = each.strip().split(";", -1);
      double weight = 1;
      for (int i = 1; i < parts.length; i++) {
        String part = parts[i].strip();
        if (part.matches("q=[01](\\.[0-9]{1,3})?")) {
          weight = Double.parseDouble(part.substring(2));
        }
      }
      String form =
          switch (parts[0].strip()) {
            case "text/turtle" -> "turtle";
            case "application/ld+json", "application/json" -> "jsonld";
            case "text/html", "application/xhtml+xml" -> "page";
            default -> "";
          };
      if (!form.isEmpty() && weight > most) {
        most = weight;
        best = form;
      }
    }
    return best;
  }
}
