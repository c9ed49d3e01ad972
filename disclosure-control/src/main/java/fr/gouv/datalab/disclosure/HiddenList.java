package fr.gouv.datalab.disclosure;

import static fr.gouv.datalab.disclosure.Html.escaped;
import static fr.gouv.datalab.disclosure.Html.sentence;
import static fr.gouv.datalab.disclosure.Html.whole;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The hidden cells, those of a rule first, the most closely inferred of them first: what a reviewer
 * should look at. The map leads here.
 */
final class HiddenList {

  private static final int LINES = 200;
  private static final int FIRST = 10;

  private final ProtectedTable table;
  private final CellWords words;
  private final List<Integer> cells;
  private final Set<Integer> listed;
  private final int main;

  HiddenList(ProtectedTable table, CellWords words) {
    this.table = table;
    this.words = words;
    this.main = table.spec().mainFigure();
    List<Integer> hidden = new ArrayList<>();
    for (int cell = 0; cell < table.lattice().size(); cell++) {
      if (table.pattern().isHidden(cell)) {
        hidden.add(cell);
      }
    }
    hidden.sort(
        Comparator.comparing((Integer cell) -> !table.pattern().isPrimary(cell))
            .thenComparingDouble(cell -> words.width(main, cell))
            .thenComparingInt(cell -> cell));
    this.cells = hidden;
    this.listed = new TreeSet<>(hidden.subList(0, Math.min(LINES, hidden.size())));
  }

  boolean has(int cell) {
    return listed.contains(cell);
  }

  void narrowest(StringBuilder html) {
    if (cells.isEmpty() || !table.pattern().isPrimary(cells.get(0))) {
      return;
    }
    int first = cells.get(0);
    html.append("<h2>Ce qu’un attaquant peut déduire</h2>\n<p>Avec tout ce qui est publié, le")
        .append(" plus étroit des intervalles d’une cellule masquée par une règle est celui de <b>")
        .append(escaped(words.name(first)))
        .append("</b> : ")
        .append(words.interval(main, first))
        .append(" pour ")
        .append(escaped(table.spec().figures().get(main)))
        .append(" (valeur vraie : ")
        .append(words.value(main, first))
        .append("). Les plus étroits :</p>\n");
    List<Integer> primary = cells.stream().filter(table.pattern()::isPrimary).limit(FIRST).toList();
    rows(html, primary, "Intervalles les plus étroits", false);
  }

  void write(StringBuilder html) {
    if (cells.isEmpty()) {
      return;
    }
    html.append("<h2 id=\"masquees\">Les cellules masquées</h2>\n<p class=\"small\">");
    if (cells.size() > LINES) {
      html.append("Les ")
          .append(whole(LINES))
          .append(" premières de ")
          .append(whole(cells.size()))
          .append(", d’abord celles qu’une règle masque ; audit.csv les a toutes.");
    } else {
      html.append("D’abord celles qu’une règle masque, les plus étroitement déduites en tête.");
    }
    html.append("</p>\n");
    rows(html, cells.subList(0, Math.min(LINES, cells.size())), "Cellules masquées", true);
  }

  private void rows(StringBuilder html, List<Integer> some, String caption, boolean named) {
    html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(caption)
        .append("\"><table><thead><tr>");
    table.spec().columns().forEach(c -> html.append("<th>").append(escaped(c)).append("</th>"));
    html.append("<th class=\"n\">")
        .append(escaped(table.spec().figures().get(main)))
        .append("</th><th class=\"n\">Intervalle déduit</th><th>Motif</th></tr></thead><tbody>\n");
    for (int cell : some) {
      Reason reason = table.pattern().reason(cell);
      html.append("<tr").append(named ? " id=\"c" + cell + "\"" : "").append('>');
      for (int d = 0; d < table.lattice().dimensions(); d++) {
        html.append("<th scope=\"row\">")
            .append(escaped(words.label(d, table.lattice().code(d, cell))))
            .append("</th>");
      }
      html.append("<td class=\"n\">")
          .append(words.value(main, cell))
          .append("</td><td class=\"n\">")
          .append(words.interval(main, cell))
          .append("</td><td class=\"")
          .append(CellWords.style(reason).strip())
          .append("\">")
          .append(CellWords.mark(reason))
          .append(sentence(reason.french()))
          .append("</td></tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }
}
