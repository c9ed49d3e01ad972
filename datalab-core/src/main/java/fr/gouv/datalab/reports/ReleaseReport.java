package fr.gouv.datalab.reports;

import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The report of a release, for a reader of a ministry: what was asked, what was crossed under which
 * convention, the findings, how they were made, what they cannot say, who approved them, and how to
 * check all that. In French, as one well-formed page that a browser shows and {@link ReportPdf}
 * prints. Tells nothing of what was suppressed but how many cells.
 */
public final class ReleaseReport {
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
      new TableChapter(page, table).write(number++);
    }
    new MethodChapter(page, draft, tables).write(number++);
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
    first.total().ifPresent(total -> tile(page, French.number(total), first.unit() + ", au total"));
    String widest = first.dimensions().get(0);
    leading(first, widest)
        .ifPresent(
            code ->
                tile(
                    page,
                    first.label(widest, code),
                    "en tête : "
                        + TableReading.figure(first.at(widest, code))
                        + " "
                        + first.unit()
                        + first.ofTotal(first.at(widest, code))));
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
          .element("td", French.capital(decided.decision().french()))
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
    return French.capital(seat);
  }

  /** A party as a reader knows it: {@code DGFiP}. */
  public static String party(String party) {
    return switch (party) {
      case "dgfip" -> "DGFiP";
      case "interieur" -> "Intérieur";
      case "dinum", "insee", "urssaf", "gip-mds", "dsn" -> party.toUpperCase(Locale.FRENCH);
      default -> French.capital(party);
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
}
