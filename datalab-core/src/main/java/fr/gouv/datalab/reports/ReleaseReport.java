package fr.gouv.datalab.reports;

import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseFolder;
import fr.gouv.datalab.releases.TableSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The report of a release, for a reader of a ministry: what was asked, what was crossed under which
 * convention, the findings, how they were made, what they cannot say, who approved them, and how to
 * check all that. In French, as one well-formed page that a browser shows and {@link ReportPdf}
 * prints. Tells nothing of what was suppressed but how many cells.
 */
public final class ReleaseReport {
  private static final int BARS = 20;
  private static final int FINE_BARS = 15;
  private static final int TOP_CELLS = 15;
  private static final int GRID_ROWS = 14;
  private static final int GRID_COLUMNS = 8;

  private final Release release;
  private final Draft draft;
  private final Instant exported;
  private final List<TableReading> tables = new ArrayList<>();

  private ReleaseReport(Release release, Draft draft, Instant exported) {
    this.release = release;
    this.draft = draft;
    this.exported = exported;
  }

  /**
   * Reads what a report needs.
   *
   * @param release which was approved
   * @param folder its files
   * @param exported when it left
   */
  public static ReleaseReport of(Release release, ReleaseFolder folder, Instant exported)
      throws IOException {
    ReleaseReport report = new ReleaseReport(release, folder.draft(), exported);
    for (Draft.Output output : report.draft.outputs()) {
      report.tables.add(
          new TableReading(output, PublishedTable.read(folder.output(output.name()))));
    }
    return report;
  }

  /** The page, UTF-8, without anything fetched from elsewhere. */
  public String html() {
    Markup page = new Markup();
    page.raw("<!DOCTYPE html>\n<html lang=\"fr\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>")
        .raw("<meta charset=\"UTF-8\"/>")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .element("title", draft.title())
        .raw("<meta name=\"description\" content=\"")
        .text("Rapport de la publication " + release.id())
        .raw("\"/><meta name=\"subject\" content=\"")
        .text("Rapport de la publication " + release.id())
        .raw("\"/><style>")
        .raw(style())
        .raw("</style></head>\n<body><main>");
    page.raw("<div class=\"footer\">").text(release.id()).raw("</div>");
    head(page);
    essentials(page);
    question(page);
    int number = 3;
    for (TableReading table : tables) {
      results(page, table, number++);
    }
    method(page, number++);
    limits(page, number++);
    approvals(page, number++);
    verification(page, number);
    return page.raw("</main></body></html>\n").toString();
  }

  /** The style of the house's reports. */
  public static String style() {
    try (InputStream css = ReleaseReport.class.getResourceAsStream("report.css")) {
      return new String(
          Objects.requireNonNull(css, "report.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void head(Markup page) {
    page.raw("<div class=\"head\"><p class=\"house\">Datalab sécurisé")
        .raw(" <span>Rapport de publication</span></p>")
        .element("h1", draft.title())
        .raw("<p class=\"facts\">")
        .text("Publication " + release.id())
        .raw(" · ")
        .text("convention " + release.convention())
        .raw("<br/>")
        .text("Données au " + French.date(draft.asOf()))
        .raw(" · ")
        .text("publié le " + French.date(exported))
        .raw("</p></div>\n");
  }

  private void essentials(Markup page) {
    page.raw("<h2>1. L’essentiel</h2>");
    page.raw("<table class=\"tiles\"><tr>");
    TableReading first = tables.get(0);
    first.total().ifPresent(total -> tile(page, French.number(total), unit(first) + ", au total"));
    String widest = first.dimensions().get(0);
    leading(first, widest)
        .ifPresent(
            code ->
                tile(
                    page,
                    first.label(widest, code),
                    "en tête : "
                        + figure(first.at(widest, code))
                        + " "
                        + unit(first)
                        + share(first.at(widest, code), first.total())));
    long published = tables.stream().mapToLong(t -> t.table().published()).sum();
    long hidden = tables.stream().mapToLong(t -> t.table().suppressed()).sum();
    tile(
        page,
        French.number(published),
        "cases publiées, "
            + French.percent(published / (double) Math.max(1, published + hidden))
            + " du tableau");
    page.raw("</tr></table>");
    draft.sentences().forEach(sentence -> page.element("p class=\"lead\"", sentence));
    page.raw("\n");
  }

  private static Optional<String> leading(TableReading table, String dimension) {
    List<List<String>> levels = table.table().codes(dimension).levels();
    if (levels.isEmpty()) {
      return Optional.empty();
    }
    return levels.get(levels.size() - 1).stream()
        .filter(code -> table.at(dimension, code).isPresent())
        .max(
            Comparator.comparingDouble((String code) -> table.at(dimension, code).orElse(0))
                .thenComparing(Comparator.reverseOrder()));
  }

  private static void tile(Markup page, String figure, String caption) {
    page.raw("<td>")
        .element("div class=\"figure\"", figure)
        .element("div class=\"caption\"", caption)
        .raw("</td>");
  }

  private void question(Markup page) {
    page.raw("<h2>2. La question, et les données croisées</h2>");
    if (!draft.purpose().isBlank()) {
      page.element("p", draft.purpose());
    }
    if (!draft.sources().isEmpty()) {
      page.raw("<table class=\"data\"><thead><tr><th scope=\"col\">Données</th>")
          .raw("<th scope=\"col\">Jeu</th><th scope=\"col\">Producteur</th></tr></thead><tbody>");
      for (Draft.Source source : draft.sources()) {
        page.raw("<tr>")
            .element("td", source.title())
            .raw("<td><code>")
            .text(source.dataset())
            .raw("</code></td>")
            .element("td", source.producer())
            .raw("</tr>");
      }
      page.raw("</tbody></table>");
    }
    page.raw("<p>")
        .text(
            "Le croisement a été fait pour cette seule question, par le cas d’usage « "
                + draft.useCase()
                + " », sous la convention "
                + release.convention()
                + " que signent les producteurs de ces données et l’administration qui les"
                + " utilise.")
        .raw("</p>\n");
  }

  private void results(Markup page, TableReading table, int number) {
    page.raw("<h2>" + number + ". ").text(table.output().title()).raw("</h2>");
    indicators(page, table);
    for (String dimension : table.dimensions()) {
      charts(page, table, dimension);
      shares(page, table, dimension);
    }
    grid(page, table);
    largest(page, table);
    figures(page, table);
  }

  /** The figures over everything, where there is more than one. */
  private void indicators(Markup page, TableReading table) {
    List<String> figures = table.table().spec().figures();
    if (figures.size() < 2) {
      return;
    }
    List<BarChart.Bar> bars = new ArrayList<>();
    for (String figure : figures) {
      OptionalDouble value = table.figure(figure);
      OptionalDouble share = table.share(figure);
      bars.add(
          new BarChart.Bar(
              table.output().column(figure).label(),
              value,
              figure(value)
                  + (share.isPresent() ? " (" + French.percent(share.getAsDouble()) + ")" : "")));
    }
    String wholes = wholes(table);
    page.raw("<div class=\"chart\">")
        .element("h3", "Les indicateurs, pour l’ensemble")
        .element("p class=\"unit\"", wholes.isEmpty() ? "" : "Entre parenthèses : " + wholes)
        .add(BarChart.svg("Les indicateurs, pour l’ensemble", bars))
        .raw("</div>\n");
  }

  private static String wholes(TableReading table) {
    List<String> said =
        table.table().spec().figures().stream()
            .filter(table::isShare)
            .map(figure -> table.output().column(table.whole(figure)).label())
            .distinct()
            .map(label -> "part de « " + lower(label) + " »")
            .toList();
    return String.join(", ou ", said);
  }

  /** The shares by the codes of a dimension, shaded column by column. */
  private void shares(Markup page, TableReading table, String dimension) {
    List<String> figures = table.table().spec().figures().stream().filter(table::isShare).toList();
    List<List<String>> levels = table.table().codes(dimension).levels();
    if (figures.isEmpty() || levels.isEmpty()) {
      return;
    }
    List<String> codes = table.sorted(dimension, levels.get(0));
    List<String> shown = codes.subList(0, Math.min(BARS, codes.size()));
    String name = table.output().column(dimension).label();
    page.raw("<div class=\"chart\">")
        .element("h3", "Les taux, par " + lower(name))
        .element(
            "p class=\"unit\"",
            "Chaque colonne : part de l’effectif auquel elle se rapporte ; plus la case est foncée,"
                + " plus le taux est haut dans sa colonne")
        .raw("<table class=\"data grid" + wide(figures.size()) + "\"><thead><tr>")
        .element("th scope=\"col\"", name);
    figures.forEach(
        figure ->
            page.element("th scope=\"col\" class=\"n\"", table.output().column(figure).label()));
    page.raw("</tr></thead><tbody>");
    for (String code : shown) {
      page.raw("<tr>").element("th scope=\"row\"", table.label(dimension, code));
      for (String figure : figures) {
        OptionalDouble share = table.share(figure, dimension, code);
        page.element(
            "td class=\"n " + shade(share, figure, table, dimension, shown) + "\"",
            share.isPresent() ? French.percent(share.getAsDouble()) : "masqué");
      }
      page.raw("</tr>");
    }
    page.raw("</tbody></table></div>\n");
  }

  private static String shade(
      OptionalDouble share,
      String figure,
      TableReading table,
      String dimension,
      List<String> codes) {
    if (share.isEmpty()) {
      return "hidden";
    }
    DoubleSummaryStatistics range =
        codes.stream()
            .map(code -> table.share(figure, dimension, code))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .summaryStatistics();
    double width = range.getMax() - range.getMin();
    return width <= 0
        ? "s0"
        : "s" + Math.min(5, (int) (6 * (share.getAsDouble() - range.getMin()) / width));
  }

  /** Many columns are set smaller. */
  private static String wide(int columns) {
    return columns > 5 ? " wide" : "";
  }

  private void charts(Markup page, TableReading table, String dimension) {
    List<List<String>> levels = table.table().codes(dimension).levels();
    String name = table.output().column(dimension).label();
    for (int level = 0; level < Math.min(2, levels.size()); level++) {
      List<String> codes = table.sorted(dimension, levels.get(level));
      if (codes.size() < 2) {
        continue;
      }
      int most = level == 0 ? BARS : FINE_BARS;
      List<String> shown = codes.subList(0, Math.min(most, codes.size()));
      String title =
          levels.size() > 1 && level == 0
              ? "Par région"
              : codes.size() > most
                  ? name + " : les " + most + " premiers sur " + codes.size()
                  : "Par " + name.substring(0, 1).toLowerCase(Locale.FRENCH) + name.substring(1);
      if (levels.size() > 1 && level == 0 && !dimension.equals("territoire")) {
        title = name + ", premier niveau";
      }
      chart(page, table, dimension, shown, title);
    }
  }

  private void chart(
      Markup page, TableReading table, String dimension, List<String> codes, String title) {
    List<BarChart.Bar> bars = new ArrayList<>();
    for (String code : codes) {
      OptionalDouble value = table.at(dimension, code);
      bars.add(
          new BarChart.Bar(
              table.label(dimension, code), value, figure(value) + share(value, table.total())));
    }
    page.raw("<div class=\"chart\">")
        .element("h3", title)
        .element("p class=\"unit\"", "En " + unit(table) + ", et part de l’ensemble")
        .add(BarChart.svg(title + ", en " + unit(table), bars))
        .raw("</div>\n");
  }

  private void grid(Markup page, TableReading table) {
    List<String> crossable =
        table.dimensions().stream()
            .filter(d -> table.table().codes(d).levels().size() == 1)
            .filter(d -> table.table().codes(d).leaves().size() <= GRID_ROWS)
            .sorted(Comparator.comparingInt(d -> -table.table().codes(d).leaves().size()))
            .toList();
    if (crossable.size() < 2
        || table.table().codes(crossable.get(1)).leaves().size() > GRID_COLUMNS) {
      return;
    }
    String rows = crossable.get(0);
    String columns = crossable.get(1);
    List<String> across = table.sorted(columns, table.table().codes(columns).leaves());
    List<String> down = table.sorted(rows, table.table().codes(rows).leaves());
    double most =
        down.stream()
            .flatMap(row -> across.stream().map(column -> table.at(rows, row, columns, column)))
            .mapToDouble(value -> value.orElse(0))
            .max()
            .orElse(1);
    String rowName = table.output().column(rows).label();
    String columnName = table.output().column(columns).label();
    page.raw("<div class=\"chart\">")
        .element("h3", rowName + " et " + lower(columnName))
        .element(
            "p class=\"unit\"",
            "En " + unit(table) + " ; plus la case est foncée, plus l’effectif est grand")
        .raw("<table class=\"data grid\"><thead><tr>")
        .element("th scope=\"col\"", rowName);
    across.forEach(
        code -> page.element("th scope=\"col\" class=\"n\"", table.label(columns, code)));
    page.raw("<th scope=\"col\" class=\"n\">" + TableReading.ALL + "</th></tr></thead><tbody>");
    for (String row : down) {
      page.raw("<tr>").element("th scope=\"row\"", table.label(rows, row));
      for (String column : across) {
        OptionalDouble value = table.at(rows, row, columns, column);
        page.element("td class=\"n " + shade(value, most) + "\"", figure(value));
      }
      page.element("td class=\"n all\"", figure(table.at(rows, row))).raw("</tr>");
    }
    page.raw("</tbody></table></div>\n");
  }

  private static String shade(OptionalDouble value, double most) {
    if (value.isEmpty()) {
      return "hidden";
    }
    double share = Math.max(0, value.getAsDouble()) / Math.max(1, most);
    return "s" + Math.min(5, (int) Math.floor(6 * share));
  }

  private void largest(Markup page, TableReading table) {
    List<PublishedTable.Cell> cells = table.largest(TOP_CELLS);
    if (cells.isEmpty()) {
      return;
    }
    page.raw("<div class=\"chart\">")
        .element(
            "h3",
            cells.size() < TOP_CELLS
                ? "Le tableau au niveau le plus fin"
                : "Les " + cells.size() + " cases les plus nombreuses, au niveau le plus fin")
        .raw(
            "<table class=\"data"
                + wide(table.dimensions().size() + table.table().spec().figures().size())
                + "\"><thead><tr>");
    for (String dimension : table.dimensions()) {
      page.element("th scope=\"col\"", table.output().column(dimension).label());
    }
    for (String figure : table.table().spec().figures()) {
      page.element("th scope=\"col\" class=\"n\"", table.output().column(figure).label());
    }
    page.raw("</tr></thead><tbody>");
    for (PublishedTable.Cell cell : cells) {
      page.raw("<tr>");
      for (int i = 0; i < cell.codes().size(); i++) {
        page.element("td", table.label(table.dimensions().get(i), cell.codes().get(i)));
      }
      for (String figure : cell.figures()) {
        page.element("td class=\"n\"", French.number(Double.parseDouble(figure)));
      }
      page.raw("</tr>");
    }
    page.raw("</tbody></table></div>\n");
  }

  private static void figures(Markup page, TableReading table) {
    page.raw("<p class=\"note\">")
        .text("Le tableau entier : ")
        .raw("<code>data/")
        .text(table.output().name())
        .raw(".csv</code> et <code>.parquet</code>, ")
        .text(
            French.number(table.table().cells().size())
                + " cases à tous les niveaux. "
                + (table.table().perturbed().isPresent()
                    ? "Les chiffres sont modifiés : voir « Secret statistique »."
                    : "« Masqué » : secret statistique."))
        .raw("</p>\n");
  }

  private void method(Markup page, int number) {
    page.raw("<h2>" + number + ". La méthode</h2>");
    draft.method().forEach(paragraph -> page.element("p", paragraph));
    page.raw("<h3>Pseudonymisation</h3><p>")
        .text(
            "Les identifiants des personnes ont été remplacés avant tout traitement par des"
                + " pseudonymes à clé (HMAC-SHA-256, puis AES-256 propre à la convention). Les"
                + " mêmes personnes ont d’autres pseudonymes dans tout autre projet ; aucun"
                + " identifiant direct n’a été visible pendant le travail.")
        .raw("</p>");
    linkages(page);
    page.raw("<h3>Secret statistique</h3>");
    for (TableReading table : tables) {
      protection(page, table);
    }
  }

  private void linkages(Markup page) {
    if (draft.linkages().isEmpty()) {
      return;
    }
    page.raw("<div class=\"chart\"><h3>Rapprochement des sources sans identifiant commun</h3><p>")
        .text(
            "Les sources ont été rapprochées sur l’état civil sous forme de jetons à clé, selon le"
                + " modèle de Fellegi et Sunter. La précision est la part des paires gardées qui"
                + " sont vraies ; le rappel, la part des vraies paires qui sont gardées.")
        .raw("</p><table class=\"data\"><thead><tr><th scope=\"col\">Sources</th>")
        .raw("<th scope=\"col\" class=\"n\">Paires</th><th scope=\"col\" class=\"n\">Seuil</th>")
        .raw("<th scope=\"col\" class=\"n\">Précision</th>")
        .raw("<th scope=\"col\" class=\"n\">Rappel</th></tr></thead><tbody>");
    for (Draft.Linkage linkage : draft.linkages()) {
      page.raw("<tr><td>")
          .text(linkage.left())
          .raw("<br/>")
          .text(linkage.right())
          .raw("</td>")
          .element("td class=\"n\"", French.number(linkage.pairs()))
          .element("td class=\"n\"", French.number(linkage.threshold()))
          .element("td class=\"n\"", known(linkage.precision()))
          .element("td class=\"n\"", known(linkage.recall()))
          .raw("</tr>");
    }
    page.raw("</tbody></table>");
    draft.linkages().stream()
        .map(Draft.Linkage::basis)
        .filter(basis -> !basis.isBlank())
        .distinct()
        .forEach(basis -> page.element("p class=\"note\"", "Précision et rappel " + basis + "."));
    page.raw("</div>");
  }

  private static String known(double share) {
    return share < 0 ? "non mesuré" : French.percent(share);
  }

  private void protection(Markup page, TableReading table) {
    PublishedTable published = table.table();
    TableSpec spec = published.spec();
    StringBuilder said = new StringBuilder();
    if (tables.size() > 1) {
      said.append("« ").append(table.output().title()).append(" » : ");
    }
    said.append("sur ")
        .append(French.count(published.cells().size(), "case", "cases"))
        .append(", ");
    if (published.perturbed().isPresent()) {
      said.append("toutes sont publiées. ")
          .append(ChangedFigures.words(published.perturbed().get(), table.output()));
      sentence(page, said.append(together(table.output().comparedWith())).toString());
      return;
    }
    said.append(French.number(published.published()))
        .append(" sont publiées et ")
        .append(French.number(published.suppressed()))
        .append(" masquées. ");
    if (spec.minimumFrequency() > 0) {
      said.append("Aucune case publiée ne compte moins de ")
          .append(spec.minimumFrequency())
          .append(' ')
          .append(unit(table))
          .append(". ");
    }
    if (!spec.dominance().isEmpty()) {
      said.append("Une case où peu d’unités font l’essentiel du montant est masquée. ");
    }
    if (published.suppressed() > 0) {
      said.append(
          "Parmi les cases masquées, certaines ne le sont que pour qu’on ne puisse pas"
              + " recalculer les autres par différence avec les totaux : rien ne les"
              + " distingue. ");
    }
    if (published.suppressed() > 0) {
      said.append(
          "Un audit par programmation linéaire a vérifié que, pour chaque case masquée"
              + (spec.everyCell() ? "" : " par une règle")
              + ", tout l’intervalle d’au moins ± "
              + width(spec, unit(table))
              + " autour de sa valeur reste possible pour qui connaît toutes les autres"
              + " cases publiées.");
    }
    said.append(together(table.output().comparedWith()));
    sentence(page, said.toString());
  }

  private static void sentence(Markup page, String said) {
    page.element("p", capital(said.strip()));
  }

  private static String together(List<String> before) {
    if (before.isEmpty()) {
      return " Aucun autre tableau tiré de la même source à la même date n’avait été publié.";
    }
    return " L’audit a porté sur ce tableau et sur "
        + French.count(before.size(), "tableau publié", "tableaux publiés")
        + " de la même source à la même date, pris ensemble : "
        + String.join(", ", before)
        + ".";
  }

  private static String width(TableSpec spec, String unit) {
    return spec.protectionUnits() > 0 && !spec.magnitude()
        ? French.number(spec.protectionUnits()) + "\u00a0" + unit
        : French.number(100 * spec.protection()) + "\u00a0%";
  }

  private void limits(Markup page, int number) {
    page.raw("<h2>" + number + ". Les limites</h2>");
    if (draft.limits().isEmpty()) {
      page.raw("<p>L’auteur n’a pas signalé de limite particulière.</p>");
      return;
    }
    page.raw("<ul>");
    draft.limits().forEach(limit -> page.element("li", limit));
    page.raw("</ul>");
  }

  private void approvals(Markup page, int number) {
    page.raw("<div class=\"chart\"><h2>" + number + ". Qui a approuvé</h2>")
        .raw("<p>Personne n’approuve ce qu’il a lui-même écrit ou soumis ; chaque siège que la")
        .raw(" convention demande est tenu par une personne différente.</p>")
        .raw("<table class=\"data\"><thead><tr><th scope=\"col\">Décision</th>")
        .raw("<th scope=\"col\">Siège</th><th scope=\"col\">Date</th>")
        .raw("<th scope=\"col\" class=\"n\">Tour</th>")
        .raw("<th scope=\"col\" class=\"n\">Journal n°</th></tr></thead><tbody>");
    for (Release.Decided decided : release.decisions()) {
      if (decided.decision() == Decision.EXPORT || decided.decision() == Decision.WITHDRAW) {
        continue;
      }
      page.raw("<tr>")
          .element("td", capital(decided.decision().french()))
          .element("td", seat(decided.seat()))
          .element("td", French.time(decided.time()))
          .element("td class=\"n\"", Long.toString(decided.round()))
          .element("td class=\"n\"", Long.toString(decided.sequence()))
          .raw("</tr>");
    }
    page.raw("</tbody></table></div>\n");
  }

  /** A seat as a reader knows it: {@code Administrateur des données (DGFIP)}. */
  public static String seat(String seat) {
    if (seat.isEmpty()) {
      return "Auteur";
    }
    if (seat.startsWith("administrateur-")) {
      return "Administrateur des données ("
          + party(seat.substring("administrateur-".length()))
          + ")";
    }
    return capital(seat);
  }

  /** A party as a reader knows it: {@code DGFiP}. */
  public static String party(String party) {
    return switch (party) {
      case "dgfip" -> "DGFiP";
      case "interieur" -> "Intérieur";
      case "dinum", "insee", "urssaf", "gip-mds", "dsn" -> party.toUpperCase(Locale.FRENCH);
      default -> capital(party);
    };
  }

  private void verification(Markup page, int number) {
    page.raw("<div class=\"chart\"><h2>" + number + ". Vérifier ce document</h2><p>")
        .text(
            "Ce rapport fait partie d’un dossier signé. La commande suivante vérifie hors ligne,"
                + " avec la seule clé publique du datalab, que rien n’y a été ajouté, ôté ou"
                + " changé, et que chaque approbation est inscrite au journal :")
        .raw("</p><pre>datalab release verify ")
        .text(release.id())
        .raw(" --key datalab.vkey</pre><p>")
        .text("Sans le datalab, l’empreinte et la signature se vérifient aussi par :")
        .raw("</p><pre>sha256sum -c SHA256SUMS\n")
        .raw("openssl pkeyutl -verify -rawin -pubin -inkey datalab.pem \\\n")
        .raw("  -in SHA256SUMS -sigfile SHA256SUMS.sig</pre></div>\n");
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.FRENCH) + text.substring(1);
  }

  private static String lower(String text) {
    return text.substring(0, 1).toLowerCase(Locale.FRENCH) + text.substring(1);
  }

  private static String unit(TableReading table) {
    return French.plural(table.output().unit());
  }

  private static String figure(OptionalDouble value) {
    return value.isPresent() ? French.number(value.getAsDouble()) : "masqué";
  }

  private static String share(OptionalDouble value, OptionalDouble total) {
    return value.isPresent() && total.isPresent() && total.getAsDouble() > 0
        ? " (" + French.percent(value.getAsDouble() / total.getAsDouble()) + ")"
        : "";
  }
}
