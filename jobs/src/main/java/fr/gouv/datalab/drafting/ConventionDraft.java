package fr.gouv.datalab.drafting;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.LegalTemplate;
import fr.gouv.datalab.usecases.Step;
import fr.gouv.datalab.usecases.UseCase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The text of a convention, drafted for a use case under a legal basis: its datasets and columns
 * are those that the use case reads and no other, each producer has its seat, each question of the
 * legal basis waits for its answer.
 */
final class ConventionDraft {
  private final LegalTemplate template;
  private final UseCase useCase;
  private final Catalogue catalogue;

  ConventionDraft(LegalTemplate template, UseCase useCase, Catalogue catalogue) {
    this.template = template;
    this.useCase = useCase;
    this.catalogue = catalogue;
  }

  /**
   * The document.
   *
   * @param id of the convention
   * @param consumer the party that reads
   * @param from first day; it runs two years
   */
  String yaml(String id, String consumer, LocalDate from) {
    Map<String, List<String>> datasets = datasets();
    Set<String> producers = new LinkedHashSet<>();
    datasets.keySet().forEach(d -> producers.add(catalogue.dataset(d).producer()));
    StringBuilder text = new StringBuilder();
    text.append("# ").append(template.title()).append(". ").append(template.lead()).append('\n');
    text.append(
        "# Brouillon : chaque « ? » doit être remplacé par une réponse avant la première signature.\n");
    text.append("# Il aide à rédiger et ne remplace pas l'avis des juristes des parties.\n");
    line(text, "convention", id);
    text.append("version: 1\n");
    line(text, "title", useCase.title());
    line(text, "template", template.id());
    line(text, "legalBasis", template.legalBasis());
    line(text, "consumer", consumer);
    text.append("producers:\n");
    datasets.keySet().forEach(d -> line(text, "  " + d, catalogue.dataset(d).producer()));
    line(text, "purpose", useCase.purpose());
    text.append("useCases: [").append(useCase.id()).append("]\n");
    text.append("datasets:\n");
    datasets.forEach(
        (d, columns) -> text.append("  ").append(d).append(": ").append(list(columns)));
    text.append("people:   # les personnes, sous la forme personne@partie\n");
    text.append("  analyste: [analyste@").append(consumer).append("]\n");
    text.append("  juriste: [juriste@").append(consumer).append("]\n");
    for (String producer : producers) {
      text.append("  administrateur-").append(producer).append(": [administrateur@");
      text.append(producer).append("]\n");
    }
    text.append("from: ").append(from).append('\n');
    text.append("until: ").append(from.plusYears(2).minusDays(1)).append('\n');
    text.append("retention: P1Y\n");
    text.append("approvals: [juriste");
    producers.forEach(producer -> text.append(", administrateur-").append(producer));
    text.append("]\nanswers:\n");
    for (LegalTemplate.Question question : template.questions()) {
      text.append("  # ").append(question.text()).append(" (").append(question.source());
      text.append(")\n  ").append(question.id());
      text.append(": \"").append(LegalTemplate.AWAITED).append("\"\n");
    }
    return text.toString();
  }

  /** What the use case reads, with the identities that its links compare. */
  private Map<String, List<String>> datasets() {
    Map<String, List<String>> datasets = new TreeMap<>();
    useCase.inputs().forEach((d, columns) -> datasets.put(d, new ArrayList<>(columns)));
    for (Step step : useCase.steps()) {
      if (step instanceof Step.Link link) {
        identities(datasets, link.left());
        identities(datasets, link.right());
      }
    }
    return datasets;
  }

  private void identities(Map<String, List<String>> datasets, String dataset) {
    catalogue
        .find(dataset)
        .ifPresent(
            contract ->
                contract.identities().stream()
                    .filter(identity -> identity.linkage())
                    .map(identity -> Contract.IDENTITY_PREFIX + identity.name())
                    .forEach(
                        name -> {
                          List<String> columns =
                              datasets.computeIfAbsent(dataset, d -> new ArrayList<>());
                          if (!columns.contains(name)) {
                            columns.add(name);
                          }
                        }));
  }

  private static String list(List<String> columns) {
    List<String> quoted = columns.stream().map(c -> c.contains(":") ? '"' + c + '"' : c).toList();
    return "[" + String.join(", ", quoted) + "]\n";
  }

  private static void line(StringBuilder text, String key, String value) {
    String one = value.strip().replaceAll("\\s+", " ");
    text.append(key)
        .append(": \"")
        .append(one.replace("\\", "\\\\").replace("\"", "\\\""))
        .append("\"\n");
  }
}
