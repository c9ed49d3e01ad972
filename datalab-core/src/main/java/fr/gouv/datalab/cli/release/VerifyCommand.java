package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.export.PackageCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab release verify PACKAGE}: checks a package offline and without any home; exit 5
 * names the first file that is not what was signed.
 */
@Command
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "PACKAGE", description = "The package's folder.")
  private Path folder;

  @Option(
      names = "--key",
      paramLabel = "PUBLIC.vkey",
      description = "The datalab's public key, had from elsewhere (default: the package's claim).")
  private Path key;

  @Override
  public Integer call() throws IOException {
    PackageCheck check = PackageCheck.of(folder, key == null ? null : Files.readString(key));
    console.result(
        check,
        "The package of "
            + check.release()
            + " verifies: "
            + check.files()
            + " files as they were signed, "
            + check.approvals()
            + " decisions proved in the journal.");
    if (key == null) {
      console.warn(
          "the key came with the package; give --key with one you had from elsewhere to trust who"
              + " signed.");
    }
    return 0;
  }
}
