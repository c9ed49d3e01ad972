package fr.gouv.datalab.cli.access;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.gate.Access;
import fr.gouv.datalab.gate.AccessLog;
import fr.gouv.datalab.registry.Registry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab access-log --dataset D | --convention C}: who asked to read what. */
@Command
public final class AccessLogCommand implements Callable<Integer> {
  @Mixin private Console console;

  @ArgGroup(multiplicity = "1")
  private Of of;

  /** What the log is asked for: one of the two. */
  static final class Of {
    @Option(
        names = "--dataset",
        required = true,
        paramLabel = "DATASET",
        description = "All openings of this dataset.")
    private String dataset;

    @Option(
        names = "--convention",
        required = true,
        paramLabel = "ID",
        description = "All openings under this convention.")
    private String convention;
  }

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      AccessLog log = new AccessLog(registry);
      List<Access> lines =
          of.dataset == null ? log.ofConvention(of.convention) : log.ofDataset(of.dataset);
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
