package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.export.ExportPackage;
import fr.gouv.datalab.export.PackageCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab release export ID}: writes the signed package of an approved release, and verifies
 * it as an outsider would.
 */
@Command
public final class ExportCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "An approved release.")
  private String id;

  @Override
  public Integer call() throws IOException {
    String person = console.user();
    try (Releases releases = Releases.of(console)) {
      Path folder =
          new ExportPackage(releases.registry(), releases.keys(), releases.store())
              .export(id, person);
      PackageCheck check =
          PackageCheck.of(folder, Files.readString(folder.resolveSibling("datalab.vkey")));
      console.result(
          Map.of(
              "release", id,
              "package", folder.toString(),
              "files", check.files(),
              "approvals", check.approvals()),
          "The package of "
              + id
              + " is "
              + folder
              + ": "
              + check.files()
              + " files, signed. `datalab release verify` checks it anywhere with "
              + folder.resolveSibling("datalab.vkey")
              + ".");
    }
    return 0;
  }
}
