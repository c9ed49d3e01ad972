package fr.gouv.datalab.reports;

import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.TableSpec;
import java.util.List;

/** How it was made: the author's words, pseudonyms, linkage, and what keeps statistical secrecy. */
final class MethodChapter {
  private final Markup page;
  private final Draft draft;
  private final List<TableReading> tables;

  MethodChapter(Markup page, Draft draft, List<TableReading> tables) {
    this.page = page;
    this.draft = draft;
    this.tables = tables;
  }

  /** Writes the chapter under that number. */
  void write(int number) {
    page.raw("<h2>" + number + ". La méthode</h2>");
    draft.method().forEach(paragraph -> page.element("p", paragraph));
    page.raw("<h3>Pseudonymisation</h3><p>")
        .text(
            "Les identifiants des personnes ont été remplacés avant tout traitement par des"
                + " pseudonymes à clé (HMAC-SHA-256, puis AES-256 propre à la convention). Les"
                + " mêmes personnes ont d’autres pseudonymes dans tout autre projet ; aucun"
                + " identifiant direct n’a été visible pendant le travail.")
        .raw("</p>");
    linkages();
    page.raw("<h3>Secret statistique</h3>");
    for (TableReading table : tables) {
      protection(table);
    }
  }

  private void linkages() {
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

  private void protection(TableReading table) {
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
      sentence(said.append(together(table.output().comparedWith())).toString());
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
          .append(table.unit())
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
              + width(spec, table.unit())
              + " autour de sa valeur reste possible pour qui connaît toutes les autres"
              + " cases publiées.");
    }
    said.append(together(table.output().comparedWith()));
    sentence(said.toString());
  }

  private void sentence(String said) {
    page.element("p", French.capital(said.strip()));
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
}
