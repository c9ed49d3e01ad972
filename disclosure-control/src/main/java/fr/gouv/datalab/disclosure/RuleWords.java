package fr.gouv.datalab.disclosure;

import static fr.gouv.datalab.disclosure.Html.escaped;
import static fr.gouv.datalab.disclosure.Html.percent;
import static fr.gouv.datalab.disclosure.Html.whole;

/** The rules in words that a lawyer reads. */
final class RuleWords {

  private RuleWords() {}

  static String list(ProtectionSpec spec) {
    Policy policy = spec.policy();
    StringBuilder html = new StringBuilder("<h2>Les règles appliquées</h2>\n<ul>");
    boolean owners =
        spec.holdings().isPresent() || spec.respondents().flatMap(Respondents::holding).isPresent();
    String units = owners ? " propriétaires distincts" : " unités";
    if (policy.minimumFrequency() > 1) {
      item(
          html,
          "Une cellule n’est publiée que si elle compte au moins "
              + whole(policy.minimumFrequency())
              + units
              + " (colonne "
              + escaped(spec.frequency())
              + ").");
    }
    if (spec.magnitude().isPresent()) {
      concentration(html, policy, escaped(spec.magnitude().get()));
    }
    policy
        .request()
        .ifPresent(
            rule ->
                item(
                    html,
                    "Seules les unités qui l’ont demandé sont protégées : la première ne doit pas"
                        + " dépasser "
                        + percent(rule.share())
                        + " si elle l’a demandé"
                        + (rule.minimumFrequency() > 1
                            ? ", et il faut "
                                + whole(rule.minimumFrequency())
                                + " unités là où l’une d’elles l’a demandé."
                            : ".")));
    policy
        .group()
        .ifPresent(
            rule ->
                item(
                    html,
                    "Personne ne doit apprendre que "
                        + (rule.share() >= 1 ? "toutes les" : percent(rule.share()) + " des")
                        + " unités d’un groupe sont dans une même catégorie de "
                        + escaped(rule.dimension())
                        + "."));
    if (owners) {
      item(html, "Les unités d’un même propriétaire comptent pour une seule, à tous les niveaux.");
    }
    if (spec.respondents().flatMap(Respondents::weight).isPresent()) {
      item(html, "Une unité d’enquête compte pour autant d’unités que son poids de sondage.");
    }
    if (spec.negative()) {
      item(html, "Le montant peut être négatif : les parts sont mesurées en valeur absolue.");
    }
    interval(html, spec);
    return html.append("</ul>\n").toString();
  }

  private static void concentration(StringBuilder html, Policy policy, String column) {
    policy
        .dominance()
        .ifPresent(
            rule ->
                item(
                    html,
                    (rule.n() == 1
                            ? "La première unité ne fait pas"
                            : "Les " + rule.n() + " premières unités ne font pas ensemble")
                        + " plus de "
                        + percent(rule.share())
                        + " de la cellule (colonne "
                        + column
                        + ")."));
    policy
        .pPercent()
        .ifPresent(
            p ->
                item(
                    html,
                    "La deuxième unité ne doit pas pouvoir estimer la première à moins de "
                        + percent(p / 100)
                        + " près (colonne "
                        + column
                        + ")."));
    policy
        .priorPosterior()
        .ifPresent(
            rule ->
                item(
                    html,
                    "Une unité qui connaissait les autres à "
                        + percent(rule.q() / 100)
                        + " près ne doit pas pouvoir estimer la première à moins de "
                        + percent(rule.p() / 100)
                        + " près (colonne "
                        + column
                        + ")."));
  }

  private static void interval(StringBuilder html, ProtectionSpec spec) {
    StringBuilder text = new StringBuilder("Un chiffre masqué doit rester incertain d’au moins ");
    if (spec.width().frequency() > 0) {
      text.append(whole(spec.width().frequency())).append(" unité(s) de part et d’autre");
      if (spec.magnitude().isPresent()) {
        text.append(" (").append(percent(spec.width().share())).append(" pour les montants)");
      }
    } else {
      text.append(percent(spec.width().share()))
          .append(" de sa valeur de part et d’autre, et jamais moins d’une unité");
    }
    text.append(
        spec.intervals() == ProtectionSpec.Intervals.ALL
            ? "."
            : " ; cela est exigé des seules cellules qu’une règle masque.");
    item(html, text.toString());
    item(html, "Vers le bas, zéro suffit là où un chiffre ne peut pas être négatif.");
  }

  private static void item(StringBuilder html, String text) {
    html.append("<li>").append(text).append("</li>");
  }
}
