package fr.gouv.datalab.cli.conventions;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.conventions.WarrantTerms;
import fr.gouv.datalab.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab convention show ID}: every version, article by article, with its signatures. */
@Command
public final class ShowCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The convention's identifier.")
  private String id;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      List<Filing> versions = new ConventionStore(registry).show(id);
      console.result(
          versions, versions.stream().map(ShowCommand::text).collect(Collectors.joining("\n\n")));
    }
    return 0;
  }

  private static String text(Filing filing) {
    Convention c = filing.convention();
    List<String> lines = new ArrayList<>();
    lines.add(c.id() + ", version " + c.version() + " (" + filing.state() + "): " + c.title());
    lines.add("  " + c.legalBasis());
    for (Article article : Article.values()) {
      lines.add("Article " + article.number() + ", " + article.title());
      content(article, filing).forEach(line -> lines.add("  " + line));
    }
    return String.join("\n", lines);
  }

  private static List<String> content(Article article, Filing filing) {
    Convention c = filing.convention();
    return switch (article) {
      case PURPOSE -> List.of(c.purpose(), "use cases: " + String.join(", ", c.useCases()));
      case DATA ->
          c.datasets().entrySet().stream()
              .map(
                  d ->
                      d.getKey()
                          + " ("
                          + c.producers().get(d.getKey())
                          + "): "
                          + String.join(", ", d.getValue()))
              .toList();
      case PEOPLE ->
          c.people().entrySet().stream()
              .map(role -> role.getKey() + ": " + String.join(", ", role.getValue()))
              .toList();
      case DATES -> dates(filing);
      case SIGNATURES -> signatures(filing);
      case RELEASES ->
          List.of(
              "each release is approved by " + String.join(", ", c.approvals()),
              "what was computed is kept " + c.retention());
      case WARRANTS ->
          c.warrants().isEmpty()
              ? List.of("none: nobody is ever known again under this convention")
              : c.warrants().entrySet().stream()
                  .map(w -> warrants(w.getKey(), w.getValue()))
                  .toList();
    };
  }

  private static String warrants(String useCase, WarrantTerms terms) {
    return useCase
        + " opens "
        + terms.identities().entrySet().stream()
            .map(d -> d.getKey() + " (" + String.join(", ", d.getValue()) + ")")
            .collect(Collectors.joining(", "))
        + ", for at most "
        + terms.validity()
        + ", approved by "
        + String.join(", ", terms.approvals());
  }

  private static List<String> dates(Filing filing) {
    List<String> lines = new ArrayList<>();
    lines.add("from " + filing.convention().from() + " until " + filing.convention().until());
    filing.suspended().ifPresent(time -> lines.add("suspended since " + time));
    filing.ended().ifPresent(time -> lines.add("ended on " + time));
    return lines;
  }

  private static List<String> signatures(Filing filing) {
    List<String> lines = new ArrayList<>();
    lines.add("SHA-256 of the text: " + filing.sha256());
    Map<String, Object> signed = new TreeMap<>(filing.signed());
    signed.forEach((party, time) -> lines.add(party + " signed on " + time));
    filing.unsigned().forEach(party -> lines.add(party + " has not signed"));
    return lines;
  }
}
