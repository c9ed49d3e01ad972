package fr.gouv.datalab.cli.access;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.gate.Access;
import fr.gouv.datalab.gate.AccessLog;
import fr.gouv.datalab.gate.AccessQuestion;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab access-log --dataset D | --convention C}: who asked to read what. */
@Command
public final class AccessLogCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(names = "--dataset", paramLabel = "DATASET", description = "Openings of this dataset.")
  private String dataset;

  @Option(
      names = "--convention",
      paramLabel = "ID",
      description = "Openings under this convention.")
  private String convention;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Not before: a day in Paris (2026-01-31), which counts whole, or a moment"
              + " (2026-01-31T08:00:00Z).")
  private String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Not after: a day in Paris, which counts whole, or a moment.")
  private String until;

  @Option(
      names = "--person",
      paramLabel = "PERSON",
      description = "What this person asked, as conventions name them.")
  private String person;

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      description = "Those granted or those refused: ${COMPLETION-CANDIDATES}.")
  private Verdict verdict;

  /** What was answered. */
  enum Verdict {
    granted,
    refused
  }

  @Option(names = "--last", paramLabel = "N", description = "The last N of these alone.")
  private Long last;

  @Override
  public Integer call() {
    if (dataset == null && convention == null) {
      throw new UsageException(
          "The access log is read by dataset or by convention: say --dataset=DATASET,"
              + " --convention=ID, or both.");
    }
    AccessQuestion question =
        new AccessQuestion(
            Optional.ofNullable(dataset),
            Optional.ofNullable(convention),
            Optional.ofNullable(since).map(text -> Moments.from("--since", text)),
            Optional.ofNullable(until).map(text -> Moments.after("--until", text)),
            Optional.ofNullable(person),
            Optional.ofNullable(verdict).map(Verdict.granted::equals),
            Optional.ofNullable(last));
    try (Registry registry = Registry.open(console.home())) {
      List<Access> lines = new AccessLog(registry).asked(question);
      console.result(
          lines,
          lines.isEmpty()
              ? "Nobody asked."
              : lines.stream().map(AccessLogCommand::line).collect(Collectors.joining("\n")));
    }
    return 0;
  }

  private static String line(Access access) {
    return String.format(
        "%6d  %s  %-20s %-14s %-22s %-22s %s (%s)",
        access.sequence(),
        access.time(),
        access.person(),
        access.convention(),
        access.useCase(),
        access.dataset(),
        access.verdict(),
        String.join(", ", access.columns()));
  }
}
