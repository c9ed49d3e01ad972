package fr.gouv.datalab.reports;

import fr.gouv.datalab.releases.PublishedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The chapter of one table: its indicators, its charts, its grids, its largest cells. */
final class TableChapter {
  private static final int BARS = 20;
  private static final int FINE_BARS = 15;
  private static final int TOP_CELLS = 15;

  private final Markup page;
  private final TableReading table;

  TableChapter(Markup page, TableReading table) {
    this.page = page;
    this.table = table;
  }

  /** Writes the chapter under that number. */
  void write(int number) {
    page.raw("<h2>" + number + ". ").text(table.output().title()).raw("</h2>");
    indicators();
    ShadedGrids grids = new ShadedGrids(page, table);
    for (String dimension : table.dimensions()) {
      charts(dimension);
      grids.shares(dimension, BARS);
    }
    grids.crossed();
    largest();
    figures();
  }

  /** The figures over everything, where there is more than one. */
  private void indicators() {
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
              TableReading.figure(value)
                  + (share.isPresent() ? " (" + French.percent(share.getAsDouble()) + ")" : "")));
    }
    String wholes = wholes();
    page.raw("<div class=\"chart\">")
        .element("h3", "Les indicateurs, pour l’ensemble")
        .element("p class=\"unit\"", wholes.isEmpty() ? "" : "Entre parenthèses : " + wholes)
        .add(BarChart.svg("Les indicateurs, pour l’ensemble", bars))
        .raw("</div>\n");
  }

  private String wholes() {
    List<String> said =
        table.table().spec().figures().stream()
            .filter(table::isShare)
            .map(figure -> table.output().column(table.whole(figure)).label())
            .distinct()
            .map(label -> "part de « " + French.lower(label) + " »")
            .toList();
    return String.join(", ou ", said);
  }

  private void charts(String dimension) {
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
      chart(dimension, shown, title);
    }
  }

  private void chart(String dimension, List<String> codes, String title) {
    List<BarChart.Bar> bars = new ArrayList<>();
    for (String code : codes) {
      OptionalDouble value = table.at(dimension, code);
      bars.add(
          new BarChart.Bar(
              table.label(dimension, code),
              value,
              TableReading.figure(value) + table.ofTotal(value)));
    }
    page.raw("<div class=\"chart\">")
        .element("h3", title)
        .element("p class=\"unit\"", "En " + table.unit() + ", et part de l’ensemble")
        .add(BarChart.svg(title + ", en " + table.unit(), bars))
        .raw("</div>\n");
  }

  private void largest() {
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
                + ShadedGrids.wide(
                    table.dimensions().size() + table.table().spec().figures().size())
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

  private void figures() {
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
}
