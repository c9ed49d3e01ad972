package fr.gouv.datalab.linkage;

import fr.gouv.datalab.reports.BarChart;
import fr.gouv.datalab.reports.French;
import fr.gouv.datalab.reports.Markup;
import fr.gouv.datalab.reports.ReleaseReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A linkage's report for its readers, in French: what was linked, how sure it is, what agreement
 * weighs, what the blocks brought and left out and, where the truth is known, how often it was
 * right. One page that fetches nothing, and names no one.
 */
public final class LinkPage {
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("NAMES", "son du nom et du prénom"),
          Map.entry("NAME_SOUND", "son du nom"),
          Map.entry("FIRST", "prénom"),
          Map.entry("FIRST_SOUND", "son du prénom"),
          Map.entry("FIRST_START", "début du prénom"),
          Map.entry("BIRTH", "date de naissance"),
          Map.entry("BIRTH_ANY_ORDER", "date de naissance, jour et mois en tout ordre"),
          Map.entry("BIRTH_YEAR_MONTH", "année et mois de naissance"),
          Map.entry("BIRTH_YEAR_DAY", "année et jour de naissance"),
          Map.entry("BIRTH_MONTH_DAY", "mois et jour de naissance"),
          Map.entry("BIRTHPLACE", "lieu de naissance"),
          Map.entry("HOUSE", "numéro"),
          Map.entry("STREET", "voie"),
          Map.entry("COMPLEMENT", "complément"),
          Map.entry("COMMUNE", "code de la commune"),
          Map.entry("COMMUNE_NAME", "commune"),
          Map.entry("POSTCODE", "code postal"),
          Map.entry("IDENTIFIER", "identifiant"),
          Map.entry("TELEPHONE", "téléphone"),
          Map.entry("EMAIL", "courriel"));

  private final LinkReport report;
  private final LinkOptions options;
  private final Optional<TruthReport> truth;

  /** A report of a linkage under some options. */
  public LinkPage(LinkReport report, LinkOptions options, Optional<TruthReport> truth) {
    this.report = report;
    this.options = options;
    this.truth = truth;
  }

  /** The page, UTF-8. */
  public String html() {
    Markup page =
        new Markup()
            .raw(
                "<!DOCTYPE html>\n<html lang=\"fr\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>")
            .raw("<meta charset=\"UTF-8\"/>")
            .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
            .raw("<title>Rapport d’appariement</title><style>")
            .raw(ReleaseReport.style())
            .raw(
                "</style></head>\n<body><main><div class=\"head\"><p class=\"house\">Datalab sécurisé")
            .raw(
                " <span>Rapport d’appariement</span></p><h1>Appariement sans identifiant</h1></div>\n");
    essentials(page);
    truth.ifPresent(known -> measured(page, known));
    histogram(page);
    blocks(page);
    weights(page);
    return page.raw("</main></body></html>\n").toString();
  }

  private void essentials(Markup page) {
    page.raw("<h2>L’essentiel</h2><table class=\"tiles\"><tr>");
    tile(page, French.number(report.pairs()), "paires gardées");
    tile(
        page,
        French.number(report.leftRows()) + " × " + French.number(report.rightRows()),
        "lignes à gauche et à droite");
    tile(page, French.number(report.comparedPairs()), "paires comparées");
    page.raw("</tr></table>")
        .element(
            "p class=\"lead\"",
            "Une paire est gardée à partir d’une probabilité de "
                + share(options.threshold())
                + ", "
                + switch (options.assignment()) {
                  case ONE_TO_ONE -> "une au plus par ligne de chaque côté.";
                  case ONE_LEFT_PER_RIGHT -> "une au plus par ligne de droite.";
                  case ALL -> "sans limite de paires par ligne.";
                })
        .element(
            "p",
            "Selon le modèle, qui n’a vu aucune réponse : "
                + share(report.estimatedPrecision())
                + " des paires gardées sont justes, et elles sont "
                + share(report.estimatedRecall())
                + " des "
                + French.number(Math.rint(report.expectedMatches()))
                + " paires justes attendues parmi les paires comparées. Ce sont des estimations : elles"
                + " ignorent les paires qu’aucun bloc ne réunit.");
  }

  private static void measured(Markup page, TruthReport known) {
    TruthReport.Point kept = known.kept();
    page.raw("<h2>Mesuré contre la vérité connue</h2>")
        .element(
            "p",
            "Sur "
                + French.number(known.truePairs())
                + " paires vraies : précision "
                + share(kept.precision())
                + ", rappel "
                + share(kept.recall())
                + ", F1 "
                + share(kept.f1())
                + ".")
        .add(CurveChart.svg("Précision et rappel selon le seuil", known.curve()))
        .raw(
            "<table class=\"data\"><thead><tr><th scope=\"col\">Seuil</th><th scope=\"col\">Paires</th>")
        .raw(
            "<th scope=\"col\">Précision</th><th scope=\"col\">Rappel</th><th scope=\"col\">F1</th>")
        .raw("</tr></thead><tbody>");
    for (TruthReport.Point point : known.curve()) {
      long hundredth = Math.round(point.threshold() * 100);
      if (hundredth % 10 == 0 || hundredth == 1 || hundredth >= 95) {
        row(
            page,
            String.format(Locale.FRANCE, "%.2f", point.threshold()),
            French.number(point.pairs()),
            share(point.precision()),
            share(point.recall()),
            share(point.f1()));
      }
    }
    page.raw("</tbody></table>");
  }

  private void histogram(Markup page) {
    page.raw("<h2>Probabilité des paires comparées</h2>");
    List<BarChart.Bar> bars = new ArrayList<>();
    for (LinkReport.Band band : report.bands()) {
      bars.add(
          new BarChart.Bar(
              String.format(Locale.FRANCE, "%.1f à %.1f", band.from(), band.to()),
              OptionalDouble.of(Math.log1p(band.pairs())),
              French.number(band.pairs())));
    }
    page.add(BarChart.svg("Paires par probabilité", bars))
        .element(
            "p",
            "Longueurs sur une échelle logarithmique. Entre les deux extrêmes sont les doutes : plus"
                + " ils sont nombreux, plus le choix du seuil compte.");
  }

  private void blocks(Markup page) {
    page.raw("<h2>Ce qui a été comparé</h2>")
        .element(
            "p",
            "Deux lignes sont comparées quand elles partagent les jetons d’au moins une règle. Un bloc"
                + " trop grand (un nom très répandu) est scindé par un second jeton ; les paires que cela"
                + " écarte peuvent l’avoir été par une autre règle.")
        .raw(
            "<table class=\"data\"><thead><tr><th scope=\"col\">Règle</th><th scope=\"col\">Blocs</th>")
        .raw("<th scope=\"col\">Paires</th><th scope=\"col\">Blocs scindés</th>")
        .raw(
            "<th scope=\"col\">par</th><th scope=\"col\">Paires non comparées par cette règle</th>")
        .raw("</tr></thead><tbody>");
    for (LinkReport.RuleUse use : report.rules()) {
      boolean split = use.largeBlocks() > 0;
      row(
          page,
          french(use.rule()),
          French.number(use.blocks()),
          French.number(use.pairs()),
          split
              ? French.number(use.largeBlocks()) + " (plus de " + French.number(use.largest()) + ")"
              : "0",
          split ? french(use.splitBy()) : "",
          French.number(use.leftOutPairs()));
    }
    page.raw("</tbody></table>");
  }

  /** A rule's parts as a reader knows them. */
  private static String french(String rule) {
    return Arrays.stream(rule.split("\\+"))
        .map(part -> PARTS.getOrDefault(part, part))
        .collect(Collectors.joining(" + "));
  }

  private void weights(Markup page) {
    page.raw("<h2>Ce que pèse chaque accord</h2>")
        .element(
            "p",
            "En bits : log2(m/u), où m est la part du niveau parmi les paires d’une même personne et u"
                + " parmi les paires de deux personnes étrangères. 10 bits multiplient les chances par"
                + " mille.")
        .raw("<table class=\"data\"><thead><tr><th scope=\"col\">Comparaison</th>")
        .raw("<th scope=\"col\">Niveau</th><th scope=\"col\">m</th><th scope=\"col\">u</th>")
        .raw("<th scope=\"col\">Poids</th><th scope=\"col\"></th></tr></thead><tbody>");
    double most = report.weights().stream().mapToDouble(w -> Math.abs(w.bits())).max().orElse(1);
    for (LinkReport.LevelWeight weight : report.weights()) {
      page.raw("<tr>")
          .element("td", weight.comparison().name().toLowerCase(Locale.ROOT).replace('_', ' '))
          .element("td", weight.level())
          .element("td class=\"n\"", String.format(Locale.FRANCE, "%.4f", weight.m()))
          .element("td class=\"n\"", String.format(Locale.FRANCE, "%.2g", weight.u()))
          .element("td class=\"n\"", String.format(Locale.FRANCE, "%+.1f", weight.bits()))
          .raw("<td>")
          .add(bar(weight.bits() / most))
          .raw("</td></tr>");
    }
    page.raw("</tbody></table>");
  }

  /** A bar to the left of the middle for disagreement, to the right for agreement. */
  private static Markup bar(double share) {
    double length = 60 * Math.abs(share);
    return new Markup()
        .raw(
            String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"124\" height=\"12\" viewBox=\"0 0 124"
                    + " 12\" aria-hidden=\"true\"><rect x=\"%.1f\" y=\"1\" width=\"%.1f\""
                    + " height=\"10\" fill=\"%s\"/><line x1=\"62\" y1=\"0\" x2=\"62\" y2=\"12\""
                    + " stroke=\"#929292\"/></svg>",
                share < 0 ? 62 - length : 62,
                length,
                share < 0 ? "#a94645" : "#000091"));
  }

  private static void row(Markup page, String head, String... figures) {
    page.raw("<tr>").element("td", head);
    for (String figure : figures) {
      page.element("td class=\"n\"", figure);
    }
    page.raw("</tr>");
  }

  private static void tile(Markup page, String figure, String caption) {
    page.raw("<td>")
        .element("div class=\"figure\"", figure)
        .element("div class=\"caption\"", caption)
        .raw("</td>");
  }

  /** Two decimals: a precision of 99.95 % is not one of 100 %. */
  private static String share(double value) {
    return String.format(Locale.FRANCE, "%.2f\u00a0%%", Math.floor(value * 10_000) / 100);
  }
}
