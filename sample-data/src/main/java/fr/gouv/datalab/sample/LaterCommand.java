package fr.gouv.datalab.sample;

import fr.gouv.datalab.sample.files.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code datalab sample later}: what the fictional ministries deliver half a year later, in a world
 * where some letters arrived.
 */
@Command
public final class LaterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--scale",
      required = true,
      paramLabel = "F",
      description = "The fraction of France of the first delivery.")
  private double scale;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "The world of the first delivery (default: 1).")
  private long seed;

  @Option(
      names = "--letters",
      required = true,
      paramLabel = "FILE",
      description = "The printer's lettres.csv: which letters arrived.")
  private Path letters;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (!(scale > 0 && scale <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--scale is a fraction of France above 0 and up to 1.");
    }
    if (!Files.isRegularFile(letters)) {
      throw new ParameterException(spec.commandLine(), "There is no file " + letters + ".");
    }
    LaterGeneration.Later later =
        new LaterGeneration(seed, scale, Format.CSV)
            .write(out, letters, Runtime.getRuntime().availableProcessors());
    OptionSpec json = spec.root().findOption("--json");
    boolean asJson = json != null && Boolean.TRUE.equals(json.getValue());
    spec.commandLine()
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                asJson
                    ? "{\"rows\": %d, \"letters\": %d, \"households\": %d}"
                    : "%,d rows of registrations that moved; %,d letters reached %,d households",
                later.rows(),
                later.letters(),
                later.reached()));
    return 0;
  }
}
