package fr.gouv.datalab.cli.rights;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Retentions;
import fr.gouv.datalab.rights.spark.Due;
import fr.gouv.datalab.rights.spark.Expired;
import fr.gouv.datalab.rights.spark.Expiry;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab retention}: removes what is at its end, and proves it. */
@Command
public final class RetentionCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(names = "--dry-run", description = "Says what is due, and changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "With --dry-run: what would be due on that day (default: today).")
  private LocalDate asOf;

  @Override
  public Integer call() {
    Home home = console.home().require();
    if (asOf != null && !dryRun) {
      throw new UsageException(
          "--as-of goes with --dry-run: rows expire on their day, not on a day that is typed.");
    }
    String user = console.user();
    console.progress("Starting Spark...");
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      if (dryRun) {
        LocalDate day = asOf == null ? registry.now().atZone(Convention.ZONE).toLocalDate() : asOf;
        List<Due> due = Expiry.due(engine, registry, day);
        List<String> conventions = new Retentions(registry).conventionsDue(day);
        console.result(
            Map.of("day", day, "datasets", due, "conventions", conventions),
            "On "
                + day
                + ":\n"
                + due.stream().map(Due::line).collect(Collectors.joining("\n"))
                + conventions.stream()
                    .map(id -> "\n  " + id + ": its project key is due")
                    .collect(Collectors.joining()));
      } else {
        Expired expired = new Expiry(engine, registry).run(user);
        console.result(expired, expired.text());
      }
    }
    return 0;
  }
}
