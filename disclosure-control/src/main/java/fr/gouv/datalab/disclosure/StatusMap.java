package fr.gouv.datalab.disclosure;

import static fr.gouv.datalab.disclosure.Html.escaped;
import static fr.gouv.datalab.disclosure.Html.percent;
import static fr.gouv.datalab.disclosure.Html.sentence;
import static fr.gouv.datalab.disclosure.Html.whole;

import java.util.ArrayList;
import java.util.List;

/**
 * A map of the table by its two first dimensions: each cell with its status where they are few;
 * else, and where there are more dimensions, how much is hidden of all that lies under each pair of
 * codes. Statuses have marks besides colours, and hidden cells lead to their line by keyboard.
 */
final class StatusMap {

  private static final int LARGEST = 1_500;
  private static final int WIDEST = 40;
  private static final int ROWS = 60;
  private static final int COLUMNS = 16;

  private final ProtectedTable table;
  private final Lattice lattice;
  private final CellWords words;
  private final HiddenList list;
  private final int main;
  private StringBuilder html;

  StatusMap(ProtectedTable table, CellWords words, HiddenList list) {
    this.table = table;
    this.lattice = table.lattice();
    this.words = words;
    this.list = list;
    this.main = table.spec().mainFigure();
  }

  void write(StringBuilder into) {
    html = into;
    int rows = lattice.hierarchy(0).size();
    int columns = lattice.dimensions() > 1 ? lattice.hierarchy(1).size() : 1;
    boolean fits = (long) rows * columns <= LARGEST && columns <= WIDEST;
    html.append("<h2>Carte du tableau</h2>\n");
    if (fits) {
      statuses(rows, columns);
    }
    if (table.suppressed() > 0 && (!fits || lattice.dimensions() > 2)) {
      shares();
    }
  }

  private void statuses(int rows, int columns) {
    html.append("<p class=\"key\"><span>publiée</span><span class=\"p\">")
        .append(CellWords.mark(Reason.FREQUENCY))
        .append("masquée par une règle</span><span class=\"s\">")
        .append(CellWords.mark(Reason.SECONDARY))
        .append("masquée pour protéger</span><span class=\"a\">sans objet</span></p>\n");
    html.append("<p class=\"small\">Chiffres vrais : ")
        .append(escaped(table.spec().figures().get(main)))
        .append(lattice.dimensions() > 2 ? ", au total des autres dimensions" : "")
        .append(". Une cellule masquée mène à sa ligne plus bas.</p>\n");
    boolean two = lattice.dimensions() > 1;
    open("Carte des statuts");
    for (int c = 0; c < columns; c++) {
      html.append("<th scope=\"col\" class=\"n\">")
          .append(escaped(two ? words.label(1, c) : table.spec().figures().get(main)))
          .append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    int[] at = new int[lattice.dimensions()];
    for (int r = 0; r < rows; r++) {
      at[0] = r;
      row(r);
      for (int c = 0; c < columns; c++) {
        if (two) {
          at[1] = c;
        }
        cell(lattice.find(at));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private void open(String name) {
    html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(name)
        .append("\"><table class=\"map\"><thead><tr><th scope=\"col\">")
        .append(escaped(table.spec().columns().get(0)))
        .append("</th>");
  }

  private void row(int code) {
    Hierarchy hierarchy = lattice.hierarchy(0);
    html.append("<tr><th scope=\"row\" style=\"padding-left:")
        .append(Math.round((0.6 + hierarchy.depth(code)) * 10) / 10.0)
        .append("rem\"")
        .append(hierarchy.isLeaf(code) ? ">" : " class=\"t\">")
        .append(escaped(words.label(0, code)))
        .append("</th>");
  }

  private void cell(int cell) {
    if (cell < 0) {
      html.append("<td class=\"a\"></td>");
      return;
    }
    Reason reason = table.pattern().reason(cell);
    if (reason == Reason.SHOWN) {
      html.append("<td>").append(words.value(main, cell)).append("</td>");
      return;
    }
    String said = sentence(reason.french()) + " ; déduit : " + words.interval(main, cell);
    html.append("<td class=\"").append(CellWords.style(reason).strip());
    html.append("\" title=\"").append(said).append("\">");
    if (list.has(cell)) {
      html.append("<a href=\"#c").append(cell).append("\">");
    }
    html.append(CellWords.mark(reason)).append(words.value(main, cell));
    html.append(list.has(cell) ? "</a></td>" : "</td>");
  }

  /** For each pair of codes, how many of the cells at or under them are hidden. */
  private void shares() {
    int[] rows = shallow(0, ROWS);
    int[] columns = lattice.dimensions() > 1 ? shallow(1, COLUMNS) : new int[] {0};
    int[] rowOf = place(0, rows);
    int[] columnOf = lattice.dimensions() > 1 ? place(1, columns) : null;
    long[][] all = new long[rows.length][columns.length];
    long[][] hidden = new long[rows.length][columns.length];
    for (int cell = 0; cell < lattice.size(); cell++) {
      for (int up : lattice.hierarchy(0).ancestors(lattice.code(0, cell))) {
        for (int across : above(cell)) {
          int r = rowOf[up];
          int c = columnOf == null ? 0 : columnOf[across];
          if (r >= 0 && c >= 0) {
            all[r][c]++;
            hidden[r][c] += table.pattern().isHidden(cell) ? 1 : 0;
          }
        }
      }
    }
    html.append("<p class=\"small\">Pour chaque croisement, la part masquée de toutes les cellules")
        .append(" qu’il contient, niveaux plus fins et autres dimensions compris.")
        .append(" Les codes trop nombreux pour être montrés ne sont comptés que dans ceux qui les")
        .append(" contiennent.")
        .append("</p>\n<p class=\"key\"><span>rien</span><span class=\"h1\">jusqu’à 25 %</span>")
        .append("<span class=\"h2\">à 50 %</span><span class=\"h3\">à 75 %</span>")
        .append("<span class=\"h4\">plus</span></p>\n");
    open("Carte des parts masquées");
    for (int code : columns) {
      html.append("<th scope=\"col\" class=\"n\">")
          .append(columnOf == null ? "part masquée" : escaped(words.label(1, code)))
          .append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    for (int r = 0; r < rows.length; r++) {
      row(rows[r]);
      for (int c = 0; c < columns.length; c++) {
        share(hidden[r][c], all[r][c]);
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private int[] above(int cell) {
    return lattice.dimensions() > 1
        ? lattice.hierarchy(1).ancestors(lattice.code(1, cell))
        : new int[] {0};
  }

  private void share(long hidden, long all) {
    if (all == 0) {
      html.append("<td class=\"a\"></td>");
      return;
    }
    double share = (double) hidden / all;
    int step = hidden == 0 ? 0 : (int) Math.min(4, Math.ceil(share * 4));
    html.append("<td").append(step == 0 ? "" : " class=\"h" + step + "\"");
    html.append(" title=\"").append(whole(hidden)).append(" sur ").append(whole(all));
    html.append("\">").append(hidden == 0 ? "0" : percent(share)).append("</td>");
  }

  /** The codes of the deepest level that fits; the first codes where even one level does not. */
  private int[] shallow(int d, int most) {
    Hierarchy hierarchy = lattice.hierarchy(d);
    List<Integer> best = List.of(0);
    for (int depth = 1; depth <= hierarchy.levels(); depth++) {
      List<Integer> codes = new ArrayList<>();
      for (int code = 0; code < hierarchy.size(); code++) {
        if (hierarchy.depth(code) <= depth) {
          codes.add(code);
        }
      }
      if (codes.size() <= most || best.size() == 1) {
        best = codes.subList(0, Math.min(most, codes.size()));
      }
    }
    return best.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] place(int d, int[] codes) {
    int[] place = new int[lattice.hierarchy(d).size()];
    java.util.Arrays.fill(place, -1);
    for (int i = 0; i < codes.length; i++) {
      place[codes[i]] = i;
    }
    return place;
  }
}
