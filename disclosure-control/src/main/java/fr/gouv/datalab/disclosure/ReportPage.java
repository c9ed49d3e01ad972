package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code report.html}: what a legal reviewer reads before approving, in French, in one file that
 * needs nothing else. Confidential: it says which cells a rule hides.
 */
final class ReportPage {

  private static final int LARGEST_GRID = 1_500;
  private static final int WIDEST_GRID = 40;
  private static final int LINES = 200;

  static final String STYLE =
      """
      :root{--ink:#161616;--grey:#5c5c5c;--line:#ddd;--blue:#000091;--primary:#f4c7b8;--secondary:#fbe9b7}
      *{box-sizing:border-box}
      body{font:16px/1.5 Marianne,system-ui,"Segoe UI",Arial,sans-serif;color:var(--ink);margin:0;background:#fff}
      main{max-width:66rem;margin:0 auto;padding:2rem 1.25rem 4rem}
      h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}
      h2{font-size:1.2rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
      p,li{max-width:46rem}
      .notice{color:var(--grey);margin:0 0 1.5rem}
      .verdict{border-left:.4rem solid var(--blue);padding:.75rem 1.25rem;background:#f5f5fe;margin:1.5rem 0}
      .verdict.unsafe{border-color:#ce0500;background:#ffe9e9}
      .verdict strong{display:block;font-size:1.15rem}
      dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:1.5rem 0}
      dt{color:var(--grey);font-size:.875rem}
      dd{margin:0;font-size:1.5rem;font-weight:700;font-variant-numeric:tabular-nums}
      .scroll{overflow-x:auto;margin:1rem 0}
      table{border-collapse:collapse;font-size:.875rem}
      th,td{border:1px solid var(--line);padding:.25rem .6rem;text-align:left;vertical-align:top}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
      thead th{background:#f6f6f6}
      tbody th{font-weight:400;white-space:nowrap}
      .t{font-weight:700}
      .p{background:var(--primary)}
      .s{background:var(--secondary)}
      .a{background:repeating-linear-gradient(45deg,#fff 0 4px,#eee 4px 6px)}
      .key span{display:inline-block;padding:0 .6rem;margin-right:.75rem;border:1px solid var(--line);font-size:.875rem}
      .small{font-size:.875rem;color:var(--grey)}
      @media print{main{max-width:none;padding:0}.scroll{overflow:visible}h2{break-after:avoid}
        .p,.s,.a,.verdict,thead th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
      """;

  private final ProtectedTable table;
  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final StringBuilder html = new StringBuilder();
  private final NumberFormat whole = NumberFormat.getIntegerInstance(Locale.FRANCE);

  private ReportPage(ProtectedTable table) {
    this.table = table;
    this.spec = table.spec();
    this.lattice = table.lattice();
  }

  static String of(ProtectedTable table) {
    return new ReportPage(table).page();
  }

  private String page() {
    html.append("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    html.append("<title>Secret statistique : rapport de protection</title>\n<style>");
    html.append(STYLE).append("</style></head>\n<body><main>\n");
    html.append("<h1>Secret statistique : rapport de protection</h1>\n");
    html.append("<p class=\"notice\">Confidentiel : réservé aux personnes qui relisent la")
        .append(" diffusion. Ce document distingue les cellules qu’une règle masque de celles")
        .append(" qui les protègent, ce que le tableau diffusé ne dit pas.</p>\n");
    verdict();
    figures();
    rules();
    reasons();
    narrowest();
    grid();
    limits();
    html.append("</main></body></html>\n");
    return html.toString();
  }

  private void verdict() {
    Verdict verdict = table.verdict();
    html.append("<div class=\"verdict").append(verdict.safe() ? "" : " unsafe").append("\">");
    if (!verdict.safe()) {
      html.append("<strong>Ce tableau ne peut pas être diffusé.</strong>")
          .append(whole.format(verdict.shortfalls().size()))
          .append(" chiffre(s) masqué(s) se déduisent de trop près des cellules publiées.");
    } else if (table.suppressed() == 0) {
      html.append("<strong>Ce tableau peut être diffusé tel quel.</strong>")
          .append("Aucune cellule n’enfreint les règles : rien n’est masqué.");
    } else {
      html.append("<strong>Ce tableau peut être diffusé sous la forme proposée.</strong>")
          .append("Aucun chiffre masqué ne se déduit des cellules publiées plus précisément que")
          .append(" demandé : ")
          .append(
              verdict.exact()
                  ? "l’intervalle de chaque cellule masquée a été calculé."
                  : "une preuve a été vérifiée pour chaque cellule masquée.");
    }
    html.append("</div>\n");
  }

  private void figures() {
    html.append("<dl>");
    figure("Cellules, totaux compris", whole.format(lattice.size()));
    figure("Publiées", whole.format(table.published()));
    figure("Masquées par une règle", whole.format(table.primary()));
    figure("Masquées pour protéger", whole.format(table.suppressed() - table.primary()));
    figure("Effectif publié au niveau fin", percent(table.informationKept()));
    html.append("</dl>\n");
  }

  private void figure(String name, String value) {
    html.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>");
  }

  private void rules() {
    Policy policy = spec.policy();
    html.append("<h2>Les règles appliquées</h2>\n<ul>");
    if (policy.minimumFrequency() > 1) {
      html.append("<li>Une cellule n’est publiée que si elle compte au moins ")
          .append(whole.format(policy.minimumFrequency()))
          .append(" unités (colonne ")
          .append(escaped(spec.frequency()))
          .append(").</li>");
    }
    policy
        .dominance()
        .filter(rule -> spec.magnitude().isPresent())
        .ifPresent(
            rule ->
                html.append("<li>")
                    .append(
                        rule.n() == 1
                            ? "La première unité ne fait pas"
                            : "Les " + rule.n() + " premières unités ne font pas ensemble")
                    .append(" plus de ")
                    .append(percent(rule.share()))
                    .append(" de la cellule (colonne ")
                    .append(escaped(spec.magnitude().get()))
                    .append(").</li>"));
    if (policy.pPercent().isPresent() && spec.magnitude().isPresent()) {
      html.append("<li>La deuxième unité ne doit pas pouvoir estimer la première à moins de ")
          .append(percent(policy.pPercent().getAsDouble() / 100))
          .append(" près.</li>");
    }
    html.append("<li>Un chiffre masqué doit rester incertain d’au moins ");
    if (spec.width().frequency() > 0) {
      html.append(whole.format(spec.width().frequency())).append(" unité(s) de part et d’autre");
      if (spec.magnitude().isPresent()) {
        html.append(" (").append(percent(spec.width().share())).append(" pour les montants)");
      }
    } else {
      html.append(percent(spec.width().share()))
          .append(" de sa valeur de part et d’autre, et jamais moins d’une unité");
    }
    html.append(
        spec.intervals() == ProtectionSpec.Intervals.ALL
            ? ".</li>"
            : "; cela est exigé des seules cellules qu’une règle masque.</li>");
    html.append("<li>Vers le bas, zéro suffit là où un chiffre ne peut pas être négatif.</li>");
    html.append("</ul>\n");
  }

  private void reasons() {
    if (table.suppressed() == 0) {
      return;
    }
    Map<Reason, long[]> counts = new EnumMap<>(Reason.class);
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (table.pattern().isHidden(cell)) {
        long[] count = counts.computeIfAbsent(table.pattern().reason(cell), r -> new long[2]);
        count[0]++;
        count[1] += lattice.isFinest(cell) ? 1 : 0;
      }
    }
    html.append("<h2>Ce qui est masqué, et pourquoi</h2>\n");
    html.append("<p>Masquer les seules cellules trop petites ne suffit pas : un total moins ses")
        .append(" autres cellules les rendrait. D’autres cellules sont donc masquées avec")
        .append(" elles. Le lecteur du tableau voit la même case vide dans les deux cas.</p>\n");
    html.append("<table><thead><tr><th>Motif</th><th class=\"n\">Cellules</th>")
        .append("<th class=\"n\">dont niveau fin</th><th class=\"n\">dont totaux</th></tr>")
        .append("</thead><tbody>");
    counts.forEach(
        (reason, count) ->
            html.append("<tr><th class=\"")
                .append(reason.isPrimary() ? "p" : "s")
                .append("\">")
                .append(sentence(reason.french()))
                .append("</th><td class=\"n\">")
                .append(whole.format(count[0]))
                .append("</td><td class=\"n\">")
                .append(whole.format(count[1]))
                .append("</td><td class=\"n\">")
                .append(whole.format(count[0] - count[1]))
                .append("</td></tr>"));
    html.append("</tbody></table>\n");
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** The cells whose interval is narrowest for their value: what a reviewer should look at. */
  private void narrowest() {
    if (table.suppressed() == 0) {
      return;
    }
    int main = spec.mainFigure();
    List<Integer> cells = new ArrayList<>();
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (table.pattern().isPrimary(cell)) {
        cells.add(cell);
      }
    }
    cells.sort(
        (a, b) -> {
          int byWidth = Double.compare(width(main, a), width(main, b));
          return byWidth != 0 ? byWidth : Integer.compare(a, b);
        });
    if (cells.isEmpty()) {
      return;
    }
    int first = cells.get(0);
    html.append("<h2>Ce qu’un attaquant peut déduire</h2>\n<p>Avec tout ce qui est publié, le")
        .append(" plus étroit des intervalles d’une cellule masquée par une règle est celui de <b>")
        .append(escaped(labels(first)))
        .append("</b> : ")
        .append(interval(main, first))
        .append(" pour ")
        .append(escaped(spec.figures().get(main)))
        .append(". Les plus étroits :</p>\n");
    html.append("<div class=\"scroll\"><table><thead><tr>");
    spec.columns().forEach(c -> html.append("<th>").append(escaped(c)).append("</th>"));
    html.append("<th class=\"n\">Valeur</th><th class=\"n\">Intervalle déduit</th><th>Motif</th>");
    html.append("</tr></thead><tbody>\n");
    for (int cell : cells.subList(0, Math.min(10, cells.size()))) {
      html.append("<tr>");
      for (int d = 0; d < lattice.dimensions(); d++) {
        html.append("<th>").append(escaped(label(d, lattice.code(d, cell)))).append("</th>");
      }
      html.append("<td class=\"n\">")
          .append(number(table.number(main, cell)))
          .append("</td><td class=\"n\">")
          .append(interval(main, cell))
          .append("</td><td>")
          .append(sentence(table.pattern().reason(cell).french()))
          .append("</td></tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private double width(int figure, int cell) {
    Audit.Interval interval = table.interval(figure, cell);
    return (interval.upper() - interval.lower()) / Math.max(1, lattice.value(figure, cell));
  }

  private String interval(int figure, int cell) {
    Audit.Interval interval = table.interval(figure, cell);
    String low = bound(figure, interval.lower());
    if (Double.isInfinite(interval.upper())) {
      return Double.isInfinite(interval.lower()) ? "sans borne" : low + " ou plus";
    }
    String high = bound(figure, interval.upper());
    if (Double.isInfinite(interval.lower())) {
      return high + " ou moins";
    }
    return "de " + low + " à " + high;
  }

  private String bound(int figure, double bound) {
    return Double.isInfinite(bound)
        ? ""
        : number(BigDecimal.valueOf(Math.round(bound), lattice.scale(figure)));
  }

  private void grid() {
    boolean twoDimensions = lattice.dimensions() >= 2;
    int rows = lattice.hierarchy(0).size();
    int columns = twoDimensions ? lattice.hierarchy(1).size() : 1;
    if ((long) rows * columns > LARGEST_GRID || columns > WIDEST_GRID) {
      list();
      return;
    }
    int main = spec.mainFigure();
    html.append("<h2>Le tableau</h2>\n<p class=\"key\"><span>publiée</span>")
        .append("<span class=\"p\">masquée par une règle</span>")
        .append("<span class=\"s\">masquée pour protéger</span>")
        .append("<span class=\"a\">sans objet</span></p>\n");
    if (lattice.dimensions() > 2) {
      html.append("<p class=\"small\">Les deux premières dimensions, au total des autres.</p>\n");
    }
    html.append("<p class=\"small\">Chiffres vrais : ")
        .append(escaped(spec.figures().get(main)))
        .append(".</p>\n<div class=\"scroll\"><table><thead><tr><th>")
        .append(escaped(spec.columns().get(0)))
        .append("</th>");
    for (int c = 0; c < columns; c++) {
      html.append("<th class=\"n\">")
          .append(escaped(twoDimensions ? label(1, c) : spec.figures().get(main)))
          .append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    int[] at = new int[lattice.dimensions()];
    for (int r = 0; r < rows; r++) {
      at[0] = r;
      html.append("<tr><th style=\"padding-left:")
          .append(Math.round((0.6 + lattice.hierarchy(0).depth(r)) * 10) / 10.0)
          .append("rem\"")
          .append(lattice.hierarchy(0).isLeaf(r) ? ">" : " class=\"t\">")
          .append(escaped(label(0, r)))
          .append("</th>");
      for (int c = 0; c < columns; c++) {
        if (twoDimensions) {
          at[1] = c;
        }
        cell(lattice.find(at), main);
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private void cell(int cell, int figure) {
    if (cell < 0) {
      html.append("<td class=\"n a\"></td>");
      return;
    }
    Reason reason = table.pattern().reason(cell);
    html.append("<td class=\"n")
        .append(reason == Reason.SHOWN ? "" : reason.isPrimary() ? " p" : " s")
        .append("\"");
    if (reason != Reason.SHOWN) {
      html.append(" title=\"")
          .append(sentence(reason.french()))
          .append(" ; déduit : ")
          .append(interval(figure, cell))
          .append("\"");
    }
    html.append(">").append(number(table.number(figure, cell))).append("</td>");
  }

  /** A table too large for a grid: its first hidden cells. */
  private void list() {
    if (table.suppressed() == 0) {
      return;
    }
    int main = spec.mainFigure();
    html.append("<h2>Les cellules masquées</h2>\n<p class=\"small\">Le tableau est trop grand pour")
        .append(" être montré ici : les ")
        .append(whole.format(Math.min(LINES, table.suppressed())))
        .append(" premières cellules masquées ; audit.csv les a toutes.</p>\n")
        .append("<div class=\"scroll\"><table><thead><tr>");
    spec.columns().forEach(c -> html.append("<th>").append(escaped(c)).append("</th>"));
    html.append("<th class=\"n\">Valeur</th><th class=\"n\">Intervalle déduit</th><th>Motif</th>")
        .append("</tr></thead><tbody>\n");
    int left = LINES;
    for (int cell = 0; cell < lattice.size() && left > 0; cell++) {
      if (table.pattern().isHidden(cell)) {
        left--;
        Reason reason = table.pattern().reason(cell);
        html.append("<tr class=\"").append(reason.isPrimary() ? "p" : "s").append("\">");
        for (int d = 0; d < lattice.dimensions(); d++) {
          html.append("<th>").append(escaped(label(d, lattice.code(d, cell)))).append("</th>");
        }
        html.append("<td class=\"n\">")
            .append(number(table.number(main, cell)))
            .append("</td><td class=\"n\">")
            .append(interval(main, cell))
            .append("</td><td>")
            .append(sentence(reason.french()))
            .append("</td></tr>\n");
      }
    }
    html.append("</tbody></table></div>\n");
  }

  private void limits() {
    html.append("<h2>Limites</h2>\n<ul>")
        .append("<li>L’attaquant considéré connaît tout ce qui est publié, les additions entre")
        .append(" cellules, que les effectifs ne sont pas négatifs, et la façon de protéger.</li>")
        .append("<li>Une unité seule dans sa cellule la connaît : les cellules qu’une règle masque")
        .append(" restent incertaines pour elle aussi. Les ententes entre plusieurs unités ne sont")
        .append(" pas considérées.</li>")
        .append("<li>")
        .append(
            spec.zeros() == ProtectionSpec.Zeros.STRUCTURAL
                ? "Une combinaison absente du tableau est tenue pour impossible, et connue comme"
                    + " telle."
                : "Une combinaison absente du tableau compte zéro unité ; ces zéros sont publiés.")
        .append("</li><li>");
    html.append(
            "Ce rapport décrit le tableau seul : la comparaison avec ce qui fut diffusé des mêmes"
                + " sources est faite à part, quand ces diffusions sont données.")
        .append("</li>");
    if (!table.verdict().exact()) {
      html.append("<li>Le tableau est grand : les intervalles montrés sont prouvés, ceux d’un")
          .append(" attaquant sont au moins aussi larges.</li>");
    }
    html.append("</ul>\n");
  }

  private String labels(int cell) {
    List<String> labels = new ArrayList<>();
    for (int d = 0; d < lattice.dimensions(); d++) {
      labels.add(label(d, lattice.code(d, cell)));
    }
    return String.join(", ", labels);
  }

  private String label(int d, int code) {
    String text = lattice.hierarchy(d).code(code);
    String label = lattice.hierarchy(d).label(code);
    return label.isEmpty() || label.equals(text) || text.equals(Hierarchy.TOTAL)
        ? (label.isEmpty() ? text : label)
        : text + " " + label;
  }

  private String number(BigDecimal value) {
    NumberFormat format = NumberFormat.getNumberInstance(Locale.FRANCE);
    format.setMinimumFractionDigits(value.scale());
    format.setMaximumFractionDigits(value.scale());
    return format.format(value);
  }

  private static String percent(double share) {
    NumberFormat format = NumberFormat.getPercentInstance(Locale.FRANCE);
    format.setMaximumFractionDigits(1);
    return format.format(share);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
