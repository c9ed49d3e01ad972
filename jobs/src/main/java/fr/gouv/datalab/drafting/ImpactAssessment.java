package fr.gouv.datalab.drafting;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.LegalTemplate;
import fr.gouv.datalab.reports.French;
import fr.gouv.datalab.reports.Markup;
import fr.gouv.datalab.usecases.Output;
import fr.gouv.datalab.usecases.Step;
import fr.gouv.datalab.usecases.UseCase;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The skeleton of an impact assessment, in the four parts that GDPR article 35(7) asks for: the
 * processing, its necessity, the risks, the measures. What the catalogue, the convention and the
 * use case say is filled in; what needs a person's judgement is marked to be completed.
 */
final class ImpactAssessment {
  private static final String TODO = "À compléter : ";

  private final Convention convention;
  private final UseCase useCase;
  private final Catalogue catalogue;
  private final Markup page = new Markup();

  private ImpactAssessment(Convention convention, UseCase useCase, Catalogue catalogue) {
    this.convention = convention;
    this.useCase = useCase;
    this.catalogue = catalogue;
  }

  static String html(Convention convention, UseCase useCase, Catalogue catalogue) {
    return new ImpactAssessment(convention, useCase, catalogue).page();
  }

  private String page() {
    page.raw("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"/>")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .element("title", "Analyse d’impact : " + useCase.title())
        .raw("<style>body{font:1rem/1.55 Marianne,Arial,sans-serif;color:#161616;margin:0}")
        .raw("main{max-width:58rem;margin:0 auto;padding:2rem 1.25rem 4rem}")
        .raw("h2{border-top:2px solid #000091;padding-top:.75rem;margin-top:2.5rem}")
        .raw("table{border-collapse:collapse;width:100%;font-size:.9rem}")
        .raw("th,td{border:1px solid #ccc;padding:.35rem .6rem;text-align:left;vertical-align:top}")
        .raw(".todo{background:#fff4d6;border-left:5px solid #b36a00;padding:.5rem 1rem}")
        .raw(".small{color:#565656;font-size:.9rem}</style></head><body><main>")
        .element("h1", "Analyse d’impact relative à la protection des données")
        .element(
            "p class=\"small\"",
            useCase.title()
                + ", convention "
                + convention.id()
                + " version "
                + convention.version()
                + ". Brouillon préparé d’après la convention, le"
                + " catalogue et le cas d’usage (RGPD, art. 35.7).");
    processing();
    necessity();
    risks();
    measures();
    return page.raw("</main></body></html>\n").toString();
  }

  private void todo(String text) {
    page.element("p class=\"todo\"", TODO + text);
  }

  private void processing() {
    page.element("h2", "1. Description du traitement et de ses finalités");
    page.element("p", convention.purpose());
    page.raw("<ul>");
    item("Destinataire", convention.consumer());
    item("Base légale", convention.legalBasis());
    item(
        "Durée", "du " + French.date(convention.from()) + " au " + French.date(convention.until()));
    item("Unité protégée dans les résultats", useCase.protectedUnit());
    page.raw("</ul>").element("h3", "Données");
    page.raw("<table><thead><tr><th>Jeu de données</th><th>Producteur</th><th>Une ligne</th>")
        .raw("<th>Colonne lue</th><th>Ce que c’est</th><th>Protection</th></tr></thead><tbody>");
    convention.datasets().forEach(this::rows);
    page.raw("</tbody></table>").element("h3", "Opérations");
    page.raw("<ol>");
    for (Step step : useCase.steps()) {
      page.element("li", sentence(step));
    }
    for (Output output : useCase.outputs()) {
      page.element("li", "Tableau proposé à la diffusion : " + output.title() + ".");
    }
    page.raw("</ol>");
    todo("le nombre de personnes concernées, l’étendue géographique, la fréquence du traitement.");
  }

  private void rows(String dataset, List<String> columns) {
    Optional<Contract> contract = catalogue.find(dataset);
    for (String name : columns) {
      Optional<Column> column = contract.flatMap(c -> c.column(name));
      page.raw("<tr>")
          .element("td", contract.map(Contract::title).orElse(dataset))
          .element("td", convention.producers().get(dataset))
          .element("td", contract.map(Contract::grain).orElse(""))
          .element("td", name)
          .element("td", column.map(Column::description).orElse("rapprochement sur des jetons"))
          .element(
              "td",
              column
                  .map(c -> c.isIdentifier() ? "pseudonyme propre au projet" : "chiffrée")
                  .orElse("jetons à clé, jamais de nom"))
          .raw("</tr>");
    }
  }

  private static String sentence(Step step) {
    if (step instanceof Step.Link link) {
      return "Rapprochement de "
          + link.left()
          + " et de "
          + link.right()
          + " sur des jetons à clé, au-dessus d’une probabilité de "
          + French.number(link.threshold())
          + ".";
    }
    if (step instanceof Step.Expected) {
      return "Modèle statistique d’un résultat attendu, pour comparer des groupes et non des"
          + " personnes.";
    }
    return "Calcul déclaré : " + step.view() + ".";
  }

  private void item(String name, String value) {
    page.raw("<li><strong>").text(name).raw(" : </strong>").text(value).raw("</li>");
  }

  private void necessity() {
    page.element("h2", "2. Nécessité et proportionnalité");
    Optional<LegalTemplate> template = convention.template().flatMap(LegalTemplate::find);
    if (template.isEmpty()) {
      todo("pourquoi chaque donnée est nécessaire, et pourquoi moins ne suffirait pas.");
      todo("l’information des personnes et l’exercice de leurs droits.");
      return;
    }
    for (LegalTemplate.Question question : template.get().questions()) {
      page.element("h3", question.text()).element("p class=\"small\"", question.source());
      LegalTemplate.answer(convention.answers(), question)
          .ifPresentOrElse(
              answer -> page.element("p", answer), () -> todo("la réponse de la convention."));
    }
  }

  private void risks() {
    page.element("h2", "3. Risques pour les droits et libertés des personnes");
    page.raw("<table><thead><tr><th>Risque</th><th>Source</th><th>Ce qui le réduit</th>")
        .raw("<th>Gravité, vraisemblance</th></tr></thead><tbody>");
    risk(
        "Accès illégitime aux données",
        "agent curieux, compte volé, copie des disques",
        "chiffrement par famille de colonnes, clés accordées par convention, journal");
    risk(
        "Réidentification dans le datalab",
        "quasi-identifiants croisés par un analyste",
        "pseudonymes propres au projet, colonnes limitées, chaque requête au journal");
    risk(
        "Réidentification par un résultat publié",
        "lecteur qui connaît d’autres publications",
        "secret statistique audité avec tout ce qui est déjà sorti, approbation par deux métiers");
    risk("Détournement de finalité", "usage hors convention", "refus par la porte, article cité");
    risk(
        "Erreur de rapprochement ou de calcul",
        "homonymes, données fausses",
        "probabilité et qualité publiées, aucune décision individuelle automatique");
    risk(
        "Perte ou altération", "panne, malveillance", "journal de Merkle, livraisons tout ou rien");
    page.raw("</tbody></table>");
    todo(
        "la gravité et la vraisemblance de chaque risque, et l’avis du délégué à la protection des"
            + " données.");
  }

  private void risk(String name, String source, String answer) {
    page.raw("<tr>")
        .element("td", name)
        .element("td", source)
        .element("td", answer)
        .element("td", "à évaluer")
        .raw("</tr>");
  }

  private void measures() {
    page.element("h2", "4. Mesures envisagées");
    page.raw("<ul>");
    for (Map.Entry<String, String> measure : MEASURES.entrySet()) {
      item(measure.getKey(), measure.getValue());
    }
    item("Approbation des sorties", String.join(", ", convention.approvals()));
    page.raw("</ul>");
    todo("l’avis des personnes concernées ou de leurs représentants (art. 35.9), et la décision.");
  }

  private static final Map<String, String> MEASURES =
      new java.util.TreeMap<>(
          Map.of(
              "Pseudonymisation", "trois couches à clé ; aucun identifiant direct en clair",
              "Chiffrement", "fichiers, journaux de transaction, fichiers temporaires",
              "Cloisonnement", "une clé par jeu et famille de colonnes, accordée par convention",
              "Traçabilité", "journal vérifiable par chaque partie",
              "Arrêt", "chaque producteur peut arrêter son flux, avec effet au fichier suivant",
              "Conservation", "destruction de la clé du projet au terme"));
}
