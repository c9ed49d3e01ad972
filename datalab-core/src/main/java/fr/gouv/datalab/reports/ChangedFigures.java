package fr.gouv.datalab.reports;

import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.Perturbed;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader is told of figures that were changed: by what, by how much, and how they add up.
 */
public final class ChangedFigures {
  private ChangedFigures() {}

  /** The sentences, in French. */
  public static String words(Perturbed perturbed, Draft.Output output) {
    StringBuilder words = new StringBuilder("Aucune case n’est masquée : tous les chiffres sont ");
    switch (perturbed.protect()) {
      case "round" ->
          words.append("arrondis, de sorte que les petits effectifs ne se lisent pas. ");
      case "cellkey" ->
          words.append(
              "modifiés de quelques unités, que la clé secrète des unités de la case décide : les"
                  + " mêmes unités ont le même bruit dans tous les tableaux. ");
      default ->
          words.append(
              "modifiés par un bruit tiré au hasard (confidentialité différentielle) : ce qui est"
                  + " publié serait presque aussi probable sans l’une quelconque des unités. ");
    }
    List<String> figures = new ArrayList<>();
    for (Perturbed.Figure figure : perturbed.figures()) {
      figures.add(
          "« "
              + output.column(figure.column()).label()
              + " » s’écarte de la vérité "
              + figure
                  .atMost()
                  .map(most -> "d’au plus " + French.number(most.doubleValue()) + ", ")
                  .orElse("")
              + "avec un écart-type de "
              + French.number(Math.round(100 * figure.standardDeviation()) / 100.0));
    }
    words.append(String.join(" ; ", figures)).append(". ");
    words.append(
        perturbed.additive()
            ? "Les totaux publiés sont les sommes des cases publiées ; ils s’écartent donc des vrais"
                + " totaux de la somme de leurs écarts. "
            : "Chaque total a son propre écart : il n’est pas la somme des cases publiées, et c’est"
                + " lui qu’il faut citer, non la somme. ");
    if (perturbed.protect().equals("dp")) {
      words.append("Un effectif peut être négatif : le ramener à zéro fausserait les moyennes. ");
    }
    perturbed
        .rho()
        .ifPresent(
            rho ->
                words
                    .append("Ce tableau a coûté ρ = ")
                    .append(French.number(rho.doubleValue()))
                    .append(" (zCDP) au budget de confidentialité de la source. "));
    return words.toString().strip();
  }
}
