package fr.gouv.datalab.drafting;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.LegalTemplate;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.usecases.UseCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab convention draft --basis BASIS --use-case ID --out FILE}: the draft of a
 * convention, with the questions of its legal basis.
 */
@Command
public final class DraftCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--basis",
      required = true,
      paramLabel = "BASIS",
      description = "echange, statistique, recherche or experimentation.")
  private String basis;

  @Option(
      names = "--use-case",
      required = true,
      paramLabel = "ID",
      description = "What the data is for; its columns are those that are asked.")
  private String useCase;

  @Option(
      names = "--id",
      defaultValue = "CONV-BROUILLON",
      paramLabel = "ID",
      description = "The convention's identifier (default: ${DEFAULT-VALUE}).")
  private String id;

  @Option(
      names = "--consumer",
      defaultValue = "dinum",
      paramLabel = "PARTY",
      description = "The party that reads (default: ${DEFAULT-VALUE}).")
  private String consumer;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file.")
  private Path out;

  @Override
  public Integer call() {
    Home home = console.home();
    LegalTemplate template = LegalTemplate.named(basis);
    UseCase read = Drafts.useCase(home, useCase);
    String yaml =
        new ConventionDraft(template, read, Catalogue.of(home))
            .yaml(id, consumer, LocalDate.now(Convention.ZONE));
    // What would be refused when it is added is refused here, before anyone answers its questions.
    try {
      ConventionStore.read(out.toString(), yaml.getBytes(StandardCharsets.UTF_8));
    } catch (BadDataException e) {
      throw new UsageException(e.getMessage());
    }
    Drafts.write(out, yaml);
    console.result(
        Map.of("file", out.toString(), "questions", template.questions().size()),
        "Drafted "
            + out
            + ": "
            + template.questions().size()
            + " questions wait for an answer. Then `datalab convention add "
            + out
            + "`, and each party signs.");
    return 0;
  }
}
