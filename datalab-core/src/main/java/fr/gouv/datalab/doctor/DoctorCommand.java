package fr.gouv.datalab.doctor;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab doctor [--scan]}: is the installation sound? With {@code --scan}, reads every byte
 * under the home but {@code demo/}, and under the temporary directories, for the identifiers of a
 * truth directory: exit 5 when one is found.
 */
@Command
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--scan",
      description = "Read every byte for the identifiers of the truth, and expect none.")
  private boolean scan;

  @Option(
      names = "--truth",
      paramLabel = "DIR",
      description = "Where personnes.csv.gz and vehicules.csv.gz are (default: the demo's).")
  private Path truth;

  @Option(
      names = "--temp",
      paramLabel = "DIR",
      description = "A temporary directory to read too (repeatable; default: the system's).")
  private List<Path> temporary = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Home home = console.home().require();
    long records;
    try (Registry registry = Registry.open(home)) {
      records = JournalCheck.live(registry).records();
    }
    if (!scan) {
      console.result(
          Map.of("home", home.path().toString(), "journalRecords", records),
          "The home " + home + " is sound; its journal verifies (" + records + " records).");
      return 0;
    }
    ByteScan.Result result = scan(home);
    console.result(result, sentence(result));
    if (!result.findings().isEmpty()) {
      throw new IntegrityException(
          result.findings().size() + " identifiers stand in clear; the places are listed above.");
    }
    if (!result.unreadable().isEmpty()) {
      throw new IntegrityException(
          result.unreadable().size() + " files could not be read, so nothing is proved.");
    }
    return 0;
  }

  private ByteScan.Result scan(Home home) throws IOException {
    Path directory = truth == null ? home.path().resolve("demo/producers/truth") : truth;
    if (!Files.isDirectory(directory)) {
      throw new BadDataException(
          "There is no truth in " + directory + ": name its directory by --truth.");
    }
    Path demo = home.path().resolve("demo");
    Path secret = directory.toRealPath();
    List<Path> roots = new ArrayList<>(List.of(home.path()));
    if (temporary.isEmpty()) {
      roots.add(Path.of(System.getenv().getOrDefault("TMPDIR", "/tmp")));
    } else {
      roots.addAll(temporary);
    }
    return new ByteScan(Needles.ofTruth(directory))
        .run(
            roots,
            path -> !path.equals(demo) && !path.toAbsolutePath().normalize().startsWith(secret));
  }

  private static String sentence(ByteScan.Result result) {
    StringBuilder text = new StringBuilder();
    result
        .findings()
        .forEach(
            f ->
                text.append(f.kind())
                    .append(" at byte ")
                    .append(f.offset())
                    .append(" of ")
                    .append(f.place())
                    .append('\n'));
    result.unreadable().forEach(u -> text.append("unreadable: ").append(u).append('\n'));
    return text.append(
            String.format(
                Locale.ROOT,
                "Read %,d files, %,d bytes, for %,d values: %d found.",
                result.files(),
                result.bytes(),
                result.needles(),
                result.findings().size()))
        .toString();
  }
}
