package fr.gouv.datalab.drafting;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab convention assessment ID --out FILE.html}: the skeleton of the impact assessment
 * (GDPR, article 35) of a use case under a convention.
 */
@Command
public final class AssessmentCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The convention's identifier.")
  private String id;

  @Option(
      names = "--use-case",
      paramLabel = "ID",
      description = "Which of its use cases (default: the first).")
  private String useCase;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new HTML file.")
  private Path out;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      Convention convention =
          new ConventionStore(registry)
              .show(id).stream()
                  .map(Filing::convention)
                  .max(Comparator.comparingInt(Convention::version))
                  .orElseThrow();
      String of = useCase == null ? convention.useCases().get(0) : useCase;
      if (!convention.useCases().contains(of)) {
        throw new UsageException(
            id
                + " is not for "
                + of
                + ": it is for "
                + String.join(", ", convention.useCases())
                + ".");
      }
      Drafts.write(
          out,
          ImpactAssessment.html(
              convention, Drafts.useCase(registry.home(), of), Catalogue.of(registry.home())));
      console.result(
          Map.of("file", out.toString(), "convention", id, "useCase", of),
          "Drafted the impact assessment of " + of + " in " + out + ": complete what it marks.");
    }
    return 0;
  }
}
