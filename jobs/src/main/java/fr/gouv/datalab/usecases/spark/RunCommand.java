package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab run USE_CASE --convention ID}: runs a use case and drafts the release of its
 * protected tables.
 */
@Command
public final class RunCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "USE_CASE", description = "Name of its folder.")
  private String useCase;

  @Option(
      names = "--convention",
      required = true,
      paramLabel = "ID",
      description = "Under which the data is read.")
  private String convention;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Date that the data describe, as 2026-01-31; today by default.")
  private LocalDate asOf;

  @Override
  public Integer call() {
    Home home = console.home().require();
    String person = console.user();
    LocalDate day = asOf == null ? LocalDate.now(ZoneId.of("Europe/Paris")) : asOf;
    console.progress("Starting Spark...");
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      DraftRelease.Drafted drafted =
          new DraftRelease(engine, registry)
              .run(useCase, convention, day, person, console::progress);
      console.result(drafted, words(drafted));
    }
    return 0;
  }

  private static String words(DraftRelease.Drafted drafted) {
    StringBuilder words = new StringBuilder();
    drafted
        .linkages()
        .forEach(
            (view, report) ->
                words.append(
                    String.format(
                        Locale.ROOT,
                        "%s: %,d pairs linked, estimated precision %.4f, recall %.4f%n",
                        view,
                        report.pairs(),
                        report.estimatedPrecision(),
                        report.estimatedRecall())));
    for (DraftRelease.TableFigures table : drafted.tables()) {
      words.append(
          String.format(
              Locale.ROOT,
              "%s: %,d cells published, %,d suppressed, audit: %s%n",
              table.name(),
              table.published(),
              table.suppressed(),
              table.verdict()));
    }
    return words
        + "The draft is "
        + drafted.release()
        + ": `datalab release submit "
        + drafted.release()
        + "` sends it to review.";
  }
}
