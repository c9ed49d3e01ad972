package fr.gouv.datalab.disclosure;

import fr.gouv.datalab.disclosure.noise.Account;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;

/**
 * {@code report.html} of a table whose figures were changed: how, by how much, and what a reader
 * can still infer. In French, in one file that needs nothing else.
 */
final class PerturbationReport {

  private final PerturbedTable table;
  private final StringBuilder html = new StringBuilder();
  private final NumberFormat number = NumberFormat.getInstance(Locale.FRANCE);

  private PerturbationReport(PerturbedTable table) {
    this.table = table;
    number.setMaximumFractionDigits(2);
  }

  static String of(PerturbedTable table) {
    return new PerturbationReport(table).page();
  }

  private String page() {
    html.append("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    html.append("<title>Secret statistique : rapport de perturbation</title>\n<style>");
    html.append(Html.STYLE).append("</style></head>\n<body><main>\n");
    html.append("<h1>Secret statistique : rapport de perturbation</h1>\n");
    html.append("<p class=\"notice\">Réservé aux personnes qui relisent la diffusion : les écarts")
        .append(" aux vrais chiffres ne sont pas publiés cellule par cellule.</p>\n");
    html.append("<div class=\"verdict\"><strong>Ce tableau peut être diffusé sous la forme")
        .append(" proposée.</strong>")
        .append(guarantee())
        .append("</div>\n<dl>");
    figure("Cellules, totaux compris", number.format(table.cells()));
    figure("Qu’une règle aurait masquées", number.format(table.primary()));
    html.append("</dl>\n<h2>Ce qui a été fait</h2>\n<p>").append(method()).append("</p>\n");
    distances();
    html.append("</main></body></html>\n");
    return html.toString();
  }

  private void figure(String name, String value) {
    html.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>");
  }

  private String guarantee() {
    if (table.account().isPresent()) {
      Account account = table.account().get();
      return "La présence d’une personne dans les données change peu la probabilité de tout ce qui"
          + " est publié : la perte de confidentialité de la population « "
          + Html.escaped(account.population())
          + " », tous tableaux compris, est de ρ = "
          + number.format(account.spent())
          + " (zCDP) sur un budget de "
          + number.format(account.budget())
          + ", soit ε = "
          + number.format(account.epsilon(1e-6))
          + " pour δ = 10⁻⁶.";
    }
    return "Aucun chiffre qu’une règle aurait masqué ne se déduit plus précisément que demandé, en"
        + " tenant compte de l’écart possible de chaque chiffre et de toutes les sommes"
        + (table.verdict().exact()
            ? " : les intervalles ont été calculés."
            : " : les intervalles ont été prouvés.");
  }

  private String method() {
    Method method = table.spec().method();
    if (method instanceof Method.Round round) {
      return "Arrondi "
          + (round.smallOnly() ? "des petits effectifs " : "")
          + "à un multiple de la base ("
          + Html.escaped(bases(round))
          + "), en conservant l’additivité. "
          + (table.controlled()
              ? "Chaque cellule est à moins d’une base de sa vraie valeur."
              : "Certains totaux s’écartent d’une base ou plus de leur vraie valeur.");
    }
    if (method instanceof Method.CellKeys keys) {
      return "Perturbation par clé de cellule : chaque effectif est modifié d’au plus "
          + keys.maximum()
          + " unités (variance "
          + number.format(keys.variance())
          + "), toujours de la même façon pour les mêmes unités. Les totaux ne sont pas la somme"
          + " des cellules.";
    }
    Method.PrivateNoise noise = (Method.PrivateNoise) method;
    return "Bruit aléatoire ("
        + noise.mechanism().word()
        + ") "
        + (noise.finestOnly()
            ? "sur les cellules les plus fines, dont les totaux sont les sommes."
            : "sur chaque cellule et chaque total, qui ne s’additionnent donc pas exactement.")
        + " Un effectif peut être négatif : le ramener à zéro fausserait les moyennes.";
  }

  private String bases(Method.Round round) {
    StringBuilder text = new StringBuilder();
    for (String figure : table.shown()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(figure)
          .append(" : ")
          .append(number.format(round.bases().get(figure)));
    }
    return text.toString();
  }

  private void distances() {
    html.append("<h2>Ce que cela coûte, et ce qu’un lecteur peut encore déduire</h2>\n")
        .append("<div class=\"scroll\"><table><thead><tr><th>Chiffre</th>")
        .append("<th class=\"n\">Écart moyen</th><th class=\"n\">Écart maximal</th>")
        .append("<th class=\"n\">Intervalle le plus étroit d’une cellule sensible</th>")
        .append("</tr></thead><tbody>");
    List<String> shown = table.shown();
    for (int f = 0; f < shown.size(); f++) {
      html.append("<tr><th>").append(Html.escaped(shown.get(f)));
      cell(number.format(table.meanDistance(f)));
      cell(number.format(table.largestDistance(f)));
      cell(table.narrowest(f).map(number::format).orElse("sans objet"));
      html.append("</tr>");
    }
    html.append("</tbody></table></div>\n");
  }

  private void cell(String text) {
    html.append("</th><td class=\"n\">").append(text).append("</td>");
  }
}
