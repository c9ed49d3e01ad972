package fr.gouv.datalab.cli.gate;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.keyservice.KilledGate;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab bench gate}: kills a gate at random moments, and holds what jobs were told against
 * the registry and its journal each time.
 */
@Command
public final class BenchGateCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--kills",
      defaultValue = "500",
      paramLabel = "N",
      description = "How often (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of the moments (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    if (kills < 1) {
      throw new UsageException("--kills is at least 1.");
    }
    Path room = Files.createTempDirectory("bench-");
    try (KilledGate gate = new KilledGate(room.resolve("home"), seed)) {
      KilledGate.Survived survived = gate.kill(kills, console::progress);
      console.result(
          survived,
          String.format(
              Locale.ROOT,
              "Killed %,d times in the middle of %,d acts: each has its record and each of the %,d"
                  + " records its act, nothing that a job was told is lost, and the journal"
                  + " verifies each time.",
              survived.kills(),
              survived.acts(),
              survived.records()));
    } finally {
      try (Stream<Path> all = Files.walk(room)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
    return 0;
  }
}
