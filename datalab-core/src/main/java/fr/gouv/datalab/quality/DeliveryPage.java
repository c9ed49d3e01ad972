package fr.gouv.datalab.quality;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.reports.BarChart;
import fr.gouv.datalab.reports.French;
import fr.gouv.datalab.reports.Markup;
import fr.gouv.datalab.reports.ReleaseReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The report of a delivery, in French, for the producer and for those who use the data: what came,
 * how it was written, what was refused, what each column holds, and what drifted. One page that
 * asks nothing of the network.
 */
final class DeliveryPage {
  private static final Map<String, String> PROPERTIES = properties();

  private final Contract contract;
  private final Delivery delivery;
  private final DeliveryFacts facts;
  private final Delivery before;
  private final DeliveryFacts factsBefore;
  private final Map<String, Drift> drifts = new LinkedHashMap<>();

  /**
   * The report of a delivery.
   *
   * @param before the delivery of the same dataset before it, or null
   * @param factsBefore what that was like, or null
   */
  DeliveryPage(
      Contract contract,
      Delivery delivery,
      DeliveryFacts facts,
      Delivery before,
      DeliveryFacts factsBefore) {
    this.contract = contract;
    this.delivery = delivery;
    this.facts = facts;
    this.before = before;
    this.factsBefore = factsBefore;
    for (ColumnFigures column : facts.columns()) {
      earlier(column)
          .map(then -> Drift.between(then, column))
          .ifPresent(drift -> drifts.put(column.name(), drift));
    }
  }

  private static Map<String, String> properties() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("form", "Forme");
    names.put("encoding", "Encodage");
    names.put("mark", "Marque d’ordre (BOM)");
    names.put("separator", "Séparateur");
    names.put("decimal", "Décimale");
    names.put("dates", "Dates");
    names.put("quotes", "Guillemets");
    names.put("compression", "Compression");
    names.put("looked", "Lignes regardées pour le dire");
    return names;
  }

  private Optional<ColumnFigures> earlier(ColumnFigures column) {
    return factsBefore == null
        ? Optional.empty()
        : factsBefore.columns().stream().filter(c -> c.name().equals(column.name())).findFirst();
  }

  /** The page, UTF-8. */
  String html() {
    Markup page = new Markup();
    page.raw("<!DOCTYPE html>\n<html lang=\"fr\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>")
        .raw("<meta charset=\"UTF-8\"/>")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .element("title", contract.title() + ", livraison " + delivery.id())
        .raw("<style>")
        .raw(ReleaseReport.style())
        .raw(
            ".legend span { display: inline-block; width: 12px; height: 12px; margin: 0 5px 0 14px; }\n")
        .raw(
            ".stable { color: #18753c; } .notable { color: #b34000; } .strong { color: #ce0500; }\n")
        .raw(".notable, .strong { font-weight: bold; }\n")
        .raw("</style></head>\n<body><main>");
    head(page);
    essentials(page);
    files(page);
    refusals(page);
    overview(page);
    columns(page);
    method(page);
    return page.raw("</main></body></html>").toString();
  }

  private void head(Markup page) {
    page.raw("<div class=\"head\"><p class=\"house\">Datalab sécurisé")
        .raw(" <span>Rapport de livraison</span></p>")
        .element("h1", contract.title())
        .raw("<p class=\"facts\">")
        .text(contract.dataset() + " · producteur : " + contract.producer())
        .raw("<br/>")
        .text("Livraison " + delivery.id() + " · ingérée le " + French.time(delivery.ended()))
        .raw("</p></div>\n");
  }

  private void essentials(Markup page) {
    page.raw("<h2>1. L’essentiel</h2><table class=\"tiles\"><tr>");
    tile(page, French.number(delivery.read()), "lignes lues");
    tile(page, French.number(delivery.accepted()), "acceptées, dans le lac");
    double share = delivery.read() == 0 ? 0 : (double) delivery.quarantined() / delivery.read();
    tile(
        page,
        French.number(delivery.quarantined()),
        "en quarantaine, soit " + French.percent(share));
    long drifted = drifts.values().stream().filter(d -> d.level() != Drift.Level.STABLE).count();
    tile(
        page,
        factsBefore == null ? "–" : French.number(drifted),
        factsBefore == null ? "première livraison décrite" : "colonnes qui dérivent");
    page.raw("</tr></table>");
    if (before != null) {
      double change = (double) delivery.read() / Math.max(1, before.read()) - 1;
      page.element(
          "p",
          "La livraison précédente, du "
              + French.date(before.ended())
              + ", avait "
              + French.count(before.read(), "ligne", "lignes")
              + " : celle-ci en a "
              + French.percent(Math.abs(change))
              + (change < 0 ? " de moins." : " de plus."));
    }
    List<String> points = points();
    page.element("h3", points.isEmpty() ? "Rien à signaler." : "À regarder");
    if (!points.isEmpty()) {
      page.raw("<ul>");
      points.forEach(point -> page.element("li", point));
      page.raw("</ul>");
    }
  }

  private List<String> points() {
    List<String> points = new ArrayList<>();
    facts.changes().forEach(change -> points.add(change.french()));
    for (DeliveryFacts.FileFacts file : facts.files()) {
      file.remarks().forEach(remark -> points.add(of(file) + remark.french()));
    }
    if (facts.repairedValues() > 0) {
      points.add(
          French.count(facts.repairedValues(), "valeur a", "valeurs ont")
              + " retrouvé ses zéros de tête, comme le contrat le permet."
                  .replace("ses", facts.repairedValues() == 1 ? "ses" : "leurs"));
    }
    drifts.forEach(
        (column, drift) -> {
          if (drift.level() != Drift.Level.STABLE) {
            points.add(
                "La répartition de "
                    + column
                    + " a changé depuis la dernière livraison (distance "
                    + distance(drift)
                    + ").");
          }
        });
    return points;
  }

  private String of(DeliveryFacts.FileFacts file) {
    return facts.files().size() == 1 ? "" : "Fichier " + file.number() + " : ";
  }

  private static void tile(Markup page, String figure, String caption) {
    page.raw("<td>")
        .raw("<div class=\"figure\">")
        .text(figure)
        .raw("</div><div class=\"caption\">")
        .text(caption)
        .raw("</div></td>");
  }

  private void files(Markup page) {
    page.raw("<h2>2. Comment les fichiers sont écrits</h2>");
    page.raw("<table class=\"data\"><thead><tr><th>Fichier</th>");
    List<DeliveryFacts.FileFacts> files = facts.files();
    files.forEach(file -> page.element("th", Integer.toString(file.number())));
    page.raw("</tr></thead><tbody>");
    PROPERTIES.forEach(
        (key, name) -> {
          if (files.stream().anyMatch(file -> file.dialect().containsKey(key))) {
            page.raw("<tr>").element("th", name);
            files.forEach(file -> page.element("td", file.dialect().getOrDefault(key, "")));
            page.raw("</tr>");
          }
        });
    page.raw("</tbody></table>");
  }

  private void refusals(Markup page) {
    page.raw("<h2>3. Ce qui est refusé, et pourquoi</h2>");
    if (delivery.quarantined() == 0) {
      page.element("p", "Aucune ligne n’est refusée.");
    } else if (facts.causes().isEmpty()) {
      page.element(
          "p",
          "Trop peu de lignes sont refusées pour dire ici pourquoi ; le producteur le voit ligne à"
              + " ligne dans la quarantaine.");
    } else {
      List<BarChart.Bar> bars = new ArrayList<>();
      for (Cell cause : facts.causes()) {
        bars.add(
            new BarChart.Bar(
                !cause.label().equals("autres")
                    ? cause.label()
                    : facts.causes().size() == 1 ? "toutes causes" : "autres causes",
                OptionalDouble.of(cause.rows()),
                French.number(cause.rows())));
      }
      page.element("p class=\"unit\"", "Lignes refusées, par colonne et par règle")
          .raw("<div class=\"chart\">")
          .add(BarChart.svg("Lignes refusées, par colonne et par règle", bars))
          .raw("</div>");
    }
  }

  private void overview(Markup page) {
    page.raw("<h2>4. Les colonnes</h2><table class=\"data\"><thead><tr><th>Colonne</th>")
        .raw("<th>Type</th><th>Sensibilité</th><th class=\"n\">Valeurs absentes</th>")
        .raw("<th class=\"n\">Zéros réparés</th><th class=\"n\">Dérive</th></tr></thead><tbody>");
    for (ColumnFigures column : facts.columns()) {
      page.raw("<tr>")
          .element("th", column.name())
          .element("td", column.type())
          .element("td", french(column.sensitivity()))
          .element("td class=\"n\"", absent(column))
          .element(
              "td class=\"n\"",
              column.repaired() < 0 ? "quelques-uns" : French.number(column.repaired()))
          .raw("<td class=\"n\">");
      drift(page, drifts.get(column.name()));
      page.raw("</td></tr>");
    }
    page.raw("</tbody></table>");
  }

  private static void drift(Markup page, Drift drift) {
    if (drift == null) {
      page.raw("–");
      return;
    }
    String word =
        switch (drift.level()) {
          case STABLE -> "stable";
          case NOTABLE -> "à regarder";
          case STRONG -> "forte";
        };
    page.raw("<span class=\"" + drift.level().name().toLowerCase(java.util.Locale.ROOT) + "\">")
        .text(distance(drift) + " " + word)
        .raw("</span>");
  }

  private static String distance(Drift drift) {
    return String.format(java.util.Locale.ROOT, "%.2f", drift.distance()).replace('.', ',');
  }

  private String absent(ColumnFigures column) {
    if (column.absent() < 0) {
      return "trop peu pour le dire";
    }
    double share = delivery.accepted() == 0 ? 0 : (double) column.absent() / delivery.accepted();
    return column.absent() == 0
        ? "aucune"
        : French.percent(share) + " (" + French.number(column.absent()) + ")";
  }

  private static String french(String sensitivity) {
    return switch (sensitivity) {
      case "direct-identifier" -> "identité (coffre)";
      case "quasi-identifier" -> "quasi-identifiant";
      case "sensitive" -> "sensible";
      case "plain" -> "ordinaire";
      default -> sensitivity.replace("identifier(", "identifiant (");
    };
  }

  private void columns(Markup page) {
    page.raw("<h2>5. Les répartitions</h2><p class=\"unit legend\">")
        .text("Part des lignes acceptées")
        .raw("<span style=\"background:#6a6af4\"></span>cette livraison");
    if (factsBefore != null) {
      page.raw("<span style=\"background:#b34000;width:4px\"></span>la précédente");
    }
    page.raw("</p>");
    if (facts.every() > 1) {
      page.element(
          "p class=\"note\"",
          "Répartitions estimées sur une ligne sur " + French.number(facts.every()) + ".");
    }
    for (ColumnFigures column : facts.columns()) {
      if (column.measure() == Measure.PRESENCE) {
        continue;
      }
      page.element("h3", column.name())
          .element("p class=\"unit\"", description(column) + how(column));
      if (column.cells().isEmpty()) {
        page.element("p class=\"hidden\"", "Trop peu de personnes pour une répartition.");
      } else {
        page.raw("<div class=\"chart\">").add(chart(column)).raw("</div>");
      }
    }
    page.element(
        "p class=\"note\"",
        "Des identifiants et des identités, ce rapport ne dit que combien sont absents.");
  }

  private String description(ColumnFigures column) {
    return contract
        .column(column.name())
        .map(c -> c.description() + c.unit().map(unit -> ", en " + unit).orElse(""))
        .orElse("");
  }

  private static String how(ColumnFigures column) {
    return switch (column.measure()) {
      case PREFIX -> " (par leurs deux premiers caractères)";
      case LENGTH -> " (nombre de caractères)";
      default -> "";
    };
  }

  private Markup chart(ColumnFigures column) {
    Optional<ColumnFigures> then =
        earlier(column).filter(c -> c.measure() == column.measure() && c.rows() > 0);
    List<ShareChart.Bar> bars = new ArrayList<>();
    for (Cell cell : column.cells()) {
      double share = (double) cell.rows() / column.rows();
      String label =
          column.measure() == Measure.PREFIX && cell.codes() != null && !cell.codes().isEmpty()
              ? cell.label() + "…"
              : cell.label();
      OptionalDouble same =
          then.flatMap(c -> c.cells().stream().filter(old -> isSame(old, cell)).findFirst())
              .map(old -> OptionalDouble.of((double) old.rows() / then.get().rows()))
              .orElse(OptionalDouble.empty());
      bars.add(new ShareChart.Bar(label, share, same, ShareChart.figure(share, cell.rows())));
    }
    return ShareChart.svg("Répartition de " + column.name(), bars);
  }

  private static boolean isSame(Cell a, Cell b) {
    return Objects.equals(a.label(), b.label())
        && Objects.equals(a.from(), b.from())
        && a.absent() == b.absent();
  }

  private void method(Markup page) {
    page.raw("<h2>6. Comment lire ces chiffres</h2>")
        .element(
            "p",
            "Aucun chiffre ne porte sur moins de "
                + Tally.ENOUGH
                + " personnes. Les classes trop petites sont jointes à une autre, rien n’est masqué"
                + " : une différence entre deux chiffres ne porte donc pas sur moins non plus. Les"
                + " classes extrêmes sont ouvertes, de sorte que ni la plus petite ni la plus"
                + " grande valeur ne se lit. Les totaux de lignes lues, acceptées et refusées sont"
                + " ceux du journal.")
        .element(
            "p",
            "La dérive est la distance de Jensen-Shannon entre la répartition P de la livraison"
                + " précédente et la répartition Q de celle-ci, sur les classes que les deux"
                + " rapports ont en commun. Elle va de 0 (pareil) à 1 (rien de commun) :")
        .element("pre", "d = √( H((P+Q)/2) − (H(P)+H(Q))/2 ),   H(P) = − Σ p log₂ p")
        .element(
            "p",
            "Elle est à regarder à partir de 0,13 et forte à partir de 0,21, ce qui correspond aux"
                + " seuils usuels de 0,1 et 0,25 de l’indice de stabilité (PSI). Une distance que le"
                + " hasard donnerait plus d’une fois sur mille à ces effectifs (test G) est dite"
                + " stable.");
  }
}
