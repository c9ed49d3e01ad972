package fr.gouv.datalab.conventions;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.reports.French;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A convention as its parties read it: plain French, numbered articles. What is signed is the
 * document; this text says the same and is made from it.
 */
public final class ConventionText {
  private final Catalogue catalogue;

  /** Texts that name datasets and columns as a catalogue does. */
  public ConventionText(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The lines of a version, with its state and signatures. */
  public List<String> of(Filing filing) {
    List<String> lines = new ArrayList<>(body(filing.convention()));
    lines.add("");
    lines.addAll(signatures(filing));
    return lines;
  }

  /** The lines of the text itself: what changes from one version to the next. */
  public List<String> body(Convention c) {
    List<String> lines = new ArrayList<>();
    lines.add("CONVENTION " + c.id() + ", version " + c.version());
    lines.add(c.title());
    lines.add("");
    lines.add(
        "Entre "
            + String.join(", ", c.parties())
            + ", "
            + c.consumer()
            + " étant destinataire des données,");
    lines.add("vu : " + c.legalBasis() + ",");
    lines.add("il est convenu ce qui suit.");
    for (Article article : Article.values()) {
      lines.add("");
      lines.add("Article " + article.number() + ". " + article.title());
      lines.addAll(article(article, c));
    }
    answers(c, lines);
    return lines;
  }

  private List<String> article(Article article, Convention c) {
    return switch (article) {
      case PURPOSE -> purpose(c);
      case DATA -> data(c);
      case PEOPLE -> people(c);
      case DATES ->
          List.of(
              "La convention court du "
                  + French.date(c.from())
                  + " au "
                  + French.date(c.until())
                  + ".",
              "Chaque partie peut la suspendre à tout moment ; rien n’est lu tant qu’une nouvelle"
                  + " version n’est pas signée de toutes.",
              "Chaque producteur peut arrêter le flux de ses données : elles deviennent illisibles"
                  + " dès l’arrêt.",
              "À son terme, ce qui a été calculé est conservé "
                  + period(c.retention())
                  + ", puis la clé des pseudonymes du projet est détruite.");
      case SIGNATURES ->
          List.of(
              "La convention n’engage et n’ouvre rien avant la signature de chaque partie : "
                  + String.join(", ", c.parties())
                  + ".",
              "Toute modification est une nouvelle version, signée de nouveau par toutes.",
              "Chaque ouverture des données, accordée ou refusée, est inscrite à un journal que"
                  + " chaque partie peut vérifier.");
      case RELEASES ->
          List.of(
              "Seuls sortent des tableaux agrégés dont le contrôle du secret statistique prouve"
                  + " qu’aucune personne ne s’y déduit, en tenant compte de tout ce qui est déjà"
                  + " sorti.",
              "Chaque sortie est approuvée par : "
                  + String.join(", ", c.approvals())
                  + " ; nul n’approuve ce qu’il a écrit ou soumis.");
      case WARRANTS -> warrants(c);
    };
  }

  private static List<String> purpose(Convention c) {
    return List.of(
        c.purpose(),
        "Les données ne servent qu’à "
            + (c.useCases().size() > 1 ? "ces cas d’usage : " : "ce cas d’usage : ")
            + String.join(", ", c.useCases())
            + ". Toute autre finalité est refusée.");
  }

  private List<String> data(Convention c) {
    List<String> lines = new ArrayList<>();
    c.datasets()
        .forEach(
            (dataset, columns) -> {
              Optional<Contract> contract = catalogue.find(dataset);
              lines.add(
                  "- "
                      + contract.map(Contract::title).orElse(dataset)
                      + " ("
                      + dataset
                      + "), produit par "
                      + c.producers().get(dataset)
                      + " :");
              for (String column : columns) {
                lines.add("    " + column(contract, column));
              }
            });
    lines.add(
        "Aucune autre colonne n’est lue. Les identifiants sont remplacés par des pseudonymes"
            + " propres à la convention.");
    return lines;
  }

  private static String column(Optional<Contract> contract, String name) {
    if (name.startsWith(Contract.IDENTITY_PREFIX)) {
      return name
          + " : rapprochement, sur des jetons, des personnes de ce rôle ; aucun nom n’est lu";
    }
    return name
        + contract
            .flatMap(c -> c.column(name))
            .map(Column::description)
            .map(text -> " : " + text)
            .orElse("");
  }

  private static List<String> people(Convention c) {
    List<String> lines = new ArrayList<>();
    c.people()
        .forEach((role, persons) -> lines.add("- " + role + " : " + String.join(", ", persons)));
    lines.add(
        "Chacun répond de son compte et de ses jetons ; une personne qui change de fonction"
            + " est retirée par une nouvelle version.");
    return lines;
  }

  private static List<String> warrants(Convention c) {
    if (c.warrants().isEmpty()) {
      return List.of("Personne n’est jamais réidentifié sous cette convention.");
    }
    List<String> lines = new ArrayList<>();
    c.warrants()
        .forEach(
            (useCase, terms) -> {
              List<String> identities = new ArrayList<>();
              terms
                  .identities()
                  .forEach((d, names) -> identities.add(d + " (" + String.join(", ", names) + ")"));
              lines.add(
                  "- Pour "
                      + useCase
                      + ", un mandat peut ouvrir "
                      + String.join(", ", identities)
                      + ", pour au plus "
                      + period(terms.validity())
                      + ", approuvé par des personnes différentes : "
                      + String.join(", ", terms.approvals())
                      + ".");
            });
    return lines;
  }

  private static void answers(Convention c, List<String> lines) {
    Optional<LegalTemplate> template = c.template().flatMap(LegalTemplate::find);
    if (template.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Annexe. Conditions vérifiées (" + template.get().title() + ")");
    for (LegalTemplate.Question question : template.get().questions()) {
      lines.add("- " + question.text() + " (" + question.source() + ")");
      lines.add("    " + LegalTemplate.answer(c.answers(), question).orElse("[sans réponse]"));
    }
  }

  private static List<String> signatures(Filing filing) {
    List<String> lines = new ArrayList<>();
    lines.add(
        switch (filing.state()) {
          case UNSIGNED -> "Cette version attend des signatures.";
          case SIGNED -> "Cette version est signée de toutes les parties.";
          case SUSPENDED -> "La convention est suspendue.";
          case ENDED -> "La convention est terminée.";
        });
    lines.add("SHA-256 du texte signé : " + filing.sha256());
    new TreeMap<>(filing.signed())
        .forEach((party, time) -> lines.add(party + " a signé le " + French.time(time)));
    filing.unsigned().forEach(party -> lines.add(party + " n’a pas signé"));
    filing.suspended().ifPresent(time -> lines.add("suspendue le " + French.time(time)));
    filing.ended().ifPresent(time -> lines.add("terminée le " + French.time(time)));
    return lines;
  }

  private static String period(Period period) {
    List<String> parts = new ArrayList<>();
    part(parts, period.getYears(), "an", "ans");
    part(parts, period.getMonths(), "mois", "mois");
    part(parts, period.getDays(), "jour", "jours");
    return parts.isEmpty() ? "aucun temps" : String.join(" et ", parts);
  }

  private static void part(List<String> parts, int number, String one, String several) {
    if (number != 0) {
      parts.add(number + " " + (number == 1 ? one : several));
    }
  }

  /**
   * What changed from one text to the next: lines that went begin by {@code -}, new ones by {@code
   * +}; the number of each article that changed comes first. By the longest common subsequence.
   */
  public static List<String> changes(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> changes = new ArrayList<>();
    String heading = "";
    String said = "";
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      boolean same = i < before.size() && j < after.size() && before.get(i).equals(after.get(j));
      if (same) {
        heading = isHeading(after.get(j)) ? after.get(j) : heading;
        i++;
        j++;
        continue;
      }
      if (!heading.equals(said)) {
        changes.add(heading);
        said = heading;
      }
      if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        changes.add("- " + before.get(i++));
      } else {
        changes.add("+ " + after.get(j++));
      }
    }
    return changes;
  }

  private static boolean isHeading(String line) {
    return line.startsWith("Article ") || line.startsWith("Annexe.");
  }
}
