package fr.gouv.datalab.disclosure;

import static fr.gouv.datalab.disclosure.Html.escaped;
import static fr.gouv.datalab.disclosure.Html.percent;
import static fr.gouv.datalab.disclosure.Html.sentence;
import static fr.gouv.datalab.disclosure.Html.whole;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code report.html}: what a legal reviewer reads before approving, in French, in one file that
 * needs nothing else. Confidential: it says which cells a rule hides.
 */
final class ReportPage {

  private final ProtectedTable table;
  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final StringBuilder html = new StringBuilder();

  private ReportPage(ProtectedTable table) {
    this.table = table;
    this.spec = table.spec();
    this.lattice = table.lattice();
  }

  static String of(ProtectedTable table) {
    return new ReportPage(table).page();
  }

  private String page() {
    CellWords words = new CellWords(table);
    html.append("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    html.append("<title>Secret statistique : rapport de protection</title>\n<style>");
    html.append(Html.STYLE).append("</style></head>\n<body><main>\n");
    html.append("<h1>Secret statistique : rapport de protection</h1>\n");
    html.append("<p class=\"notice\">Confidentiel : réservé aux personnes qui relisent la")
        .append(" diffusion. Ce document distingue les cellules qu’une règle masque de celles")
        .append(" qui les protègent, ce que le tableau diffusé ne dit pas.</p>\n");
    verdict();
    figures();
    beside();
    html.append(RuleWords.list(spec));
    reasons();
    waivers();
    advice();
    HiddenList list = new HiddenList(table, words);
    list.narrowest(html);
    new StatusMap(table, words, list).write(html);
    list.write(html);
    limits();
    html.append("</main></body></html>\n");
    return html.toString();
  }

  private void verdict() {
    Verdict verdict = table.verdict();
    html.append("<div class=\"verdict").append(verdict.safe() ? "" : " unsafe").append("\">");
    if (!verdict.safe()) {
      html.append("<strong>Ce tableau ne peut pas être diffusé.</strong>")
          .append(whole(verdict.shortfalls().size()))
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
    figure("Cellules, totaux compris", whole(lattice.size()));
    figure("Publiées", whole(table.published()));
    figure("Masquées par une règle", whole(table.primary()));
    figure("Masquées pour protéger", whole(table.suppressed() - table.primary()));
    figure("Effectif publié au niveau fin", percent(table.informationKept()));
    html.append("</dl>\n");
  }

  private void figure(String name, String value) {
    html.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>");
  }

  /** The verdict beside what the world has. */
  private void beside() {
    html.append("<h2>À côté des autres diffusions</h2>\n<p>");
    List<String> names = table.beside();
    if (names.isEmpty()) {
      html.append("Ce rapport décrit le tableau seul : la comparaison avec ce qui fut diffusé des")
          .append(" mêmes sources est faite à part, quand ces diffusions sont données.</p>\n");
      return;
    }
    html.append("Comparé, équation par équation, avec ")
        .append(whole(names.size()))
        .append(names.size() == 1 ? " autre tableau" : " autres tableaux")
        .append(" des mêmes unités. Rien de ce que l’un d’eux masque ne se déduit de tous")
        .append(" ensemble, et deux chiffres publiés ne diffèrent jamais de moins d’unités que le")
        .append(" seuil.</p>\n<ul>");
    names.stream()
        .limit(50)
        .forEach(name -> html.append("<li>").append(escaped(name)).append("</li>"));
    html.append(names.size() > 50 ? "<li>…</li></ul>\n" : "</ul>\n");
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
    html.append("<table><thead><tr><th scope=\"col\">Motif</th><th class=\"n\">Cellules</th>")
        .append("<th class=\"n\">dont niveau fin</th><th class=\"n\">dont totaux</th></tr>")
        .append("</thead><tbody>");
    counts.forEach(
        (reason, count) ->
            html.append("<tr><th scope=\"row\" class=\"")
                .append(reason.isPrimary() ? "p" : "s")
                .append("\">")
                .append(CellWords.mark(reason))
                .append(sentence(reason.french()))
                .append("</th><td class=\"n\">")
                .append(whole(count[0]))
                .append("</td><td class=\"n\">")
                .append(whole(count[1]))
                .append("</td><td class=\"n\">")
                .append(whole(count[0] - count[1]))
                .append("</td></tr>"));
    html.append("</tbody></table>\n");
  }

  private void waivers() {
    if (table.waivers().isEmpty()) {
      return;
    }
    html.append("<h2>Dérogations</h2>\n<p>Sur décision, aucune règle ne masque ces cellules ;")
        .append(" elles peuvent encore l’être pour en protéger d’autres.</p>\n")
        .append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Dérogations\">")
        .append("<table><thead><tr>");
    spec.columns().forEach(c -> html.append("<th>").append(escaped(c)).append("</th>"));
    html.append("<th>Règle levée</th><th>Raison</th><th>Décidée par</th></tr></thead><tbody>");
    for (Waiver each : table.waivers()) {
      html.append("<tr>");
      each.codes().forEach(code -> html.append("<td>").append(escaped(code)).append("</td>"));
      html.append("<td>")
          .append(each.rule() == Reason.SHOWN ? "Aucune" : sentence(each.rule().french()))
          .append("</td><td>")
          .append(escaped(each.reason()))
          .append("</td><td>")
          .append(escaped(each.by()))
          .append("</td></tr>");
    }
    html.append("</tbody></table></div>\n");
  }

  private void advice() {
    if (table.advice().isEmpty()) {
      return;
    }
    html.append("<h2>Ce qui garderait davantage</h2>\n<p>Le tableau perd beaucoup : ")
        .append(percent(table.informationKept()))
        .append(" de l’effectif est publié au niveau fin. Des tableaux moins fins ont été")
        .append(" protégés avec les mêmes règles ; ils garderaient :</p>\n")
        .append("<table><thead><tr><th>Changement</th>")
        .append("<th class=\"n\">Effectif publié au niveau fin</th>")
        .append("<th class=\"n\">Cellules publiées</th><th class=\"n\">Cellules</th></tr></thead>")
        .append("<tbody>");
    for (Advice each : table.advice()) {
      html.append("<tr><th scope=\"row\" style=\"white-space:normal\">")
          .append(escaped(each.french()))
          .append("</th><td class=\"n\">")
          .append(percent(each.informationKept()))
          .append("</td><td class=\"n\">")
          .append(whole(each.published()))
          .append("</td><td class=\"n\">")
          .append(whole(each.cells()))
          .append("</td></tr>");
    }
    html.append("</tbody></table>\n");
  }

  private void limits() {
    html.append("<h2>Limites</h2>\n<ul>")
        .append("<li>L’attaquant considéré connaît tout ce qui est publié, les additions entre")
        .append(" cellules, que les effectifs ne sont pas négatifs, et la façon de protéger.</li>")
        .append("<li>Une unité seule dans sa cellule la connaît : les cellules qu’une règle masque")
        .append(" restent incertaines pour elle aussi.</li>")
        .append("<li>")
        .append(
            spec.zeros() == ProtectionSpec.Zeros.STRUCTURAL
                ? "Une combinaison absente du tableau est tenue pour impossible, et connue comme"
                    + " telle."
                : "Une combinaison absente du tableau compte zéro unité ; ces zéros sont publiés.")
        .append("</li>");
    if (!table.verdict().exact()) {
      html.append("<li>Le tableau est grand : les intervalles montrés sont prouvés, ceux d’un")
          .append(" attaquant sont au moins aussi larges.</li>");
    }
    html.append("</ul>\n");
  }
}
