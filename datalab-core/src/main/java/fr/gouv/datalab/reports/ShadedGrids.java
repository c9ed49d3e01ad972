package fr.gouv.datalab.reports;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;

/** The parts of a table that are read as grids, each cell shaded by what it holds. */
final class ShadedGrids {
  private static final int GRID_ROWS = 14;
  private static final int GRID_COLUMNS = 8;

  private final Markup page;
  private final TableReading table;

  ShadedGrids(Markup page, TableReading table) {
    this.page = page;
    this.table = table;
  }

  /** The shares by the first codes of a dimension, shaded column by column. */
  void shares(String dimension, int most) {
    List<String> figures = table.table().spec().figures().stream().filter(table::isShare).toList();
    List<List<String>> levels = table.table().codes(dimension).levels();
    if (figures.isEmpty() || levels.isEmpty()) {
      return;
    }
    List<String> codes = table.sorted(dimension, levels.get(0));
    List<String> shown = codes.subList(0, Math.min(most, codes.size()));
    String name = table.output().column(dimension).label();
    page.raw("<div class=\"chart\">")
        .element("h3", "Les taux, par " + French.lower(name))
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
            "td class=\"n " + shade(share, figure, dimension, shown) + "\"",
            share.isPresent() ? French.percent(share.getAsDouble()) : "masqué");
      }
      page.raw("</tr>");
    }
    page.raw("</tbody></table></div>\n");
  }

  private String shade(OptionalDouble share, String figure, String dimension, List<String> codes) {
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

  /** Two dimensions of few codes crossed, where there are two, shaded by size. */
  void crossed() {
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
        .element("h3", rowName + " et " + French.lower(columnName))
        .element(
            "p class=\"unit\"",
            "En " + table.unit() + " ; plus la case est foncée, plus l’effectif est grand")
        .raw("<table class=\"data grid\"><thead><tr>")
        .element("th scope=\"col\"", rowName);
    across.forEach(
        code -> page.element("th scope=\"col\" class=\"n\"", table.label(columns, code)));
    page.raw("<th scope=\"col\" class=\"n\">" + TableReading.ALL + "</th></tr></thead><tbody>");
    for (String row : down) {
      page.raw("<tr>").element("th scope=\"row\"", table.label(rows, row));
      for (String column : across) {
        OptionalDouble value = table.at(rows, row, columns, column);
        page.element("td class=\"n " + shade(value, most) + "\"", TableReading.figure(value));
      }
      page.element("td class=\"n all\"", TableReading.figure(table.at(rows, row))).raw("</tr>");
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

  /** Many columns are set smaller. */
  static String wide(int columns) {
    return columns > 5 ? " wide" : "";
  }
}
