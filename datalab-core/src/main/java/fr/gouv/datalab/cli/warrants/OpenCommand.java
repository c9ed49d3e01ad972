package fr.gouv.datalab.cli.warrants;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.vault.RecipientPair;
import fr.gouv.datalab.warrants.OpenedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab warrant open FILE}: what the recipient does, on its own premises, without a home.
 * The directory appears whole, or not at all.
 */
@Command
public final class OpenCommand implements Callable<Integer> {
  private static final int LONGEST_KEY = 65_536;

  @Mixin private Console console;

  @Parameters(paramLabel = "FILE", description = "The sealed file that the datalab sent.")
  private Path file;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "PRIVATE",
      description = "The private key that `datalab warrant keygen` wrote.")
  private Path key;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A directory that does not exist yet.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("There is no file " + file + ".");
    }
    if (Files.exists(out)) {
      throw new UsageException(out + " is there already: give a directory that does not exist.");
    }
    List<String> files = OpenedFile.into(file, pair(), out);
    console.result(
        Map.of("directory", out.toString(), "files", files),
        "Opened into " + out + ": " + String.join(", ", files) + ".");
    return 0;
  }

  private RecipientPair pair() throws IOException {
    if (!Files.isRegularFile(key) || Files.size(key) > LONGEST_KEY) {
      throw new UsageException("There is no key in " + key + ": give the recipient's private key.");
    }
    try {
      return RecipientPair.read(Files.readString(key, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new BadDataException(key.getFileName() + ": " + e.getMessage(), null);
    }
  }
}
