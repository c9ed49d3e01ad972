package fr.gouv.datalab.cli;

import fr.gouv.datalab.refusals.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command is told to write. */
public final class OutFile {
  private OutFile() {}

  /**
   * Makes sure, before anything is done for it, that it can be written.
   *
   * @throws UsageException when its directory is not there, or it is a directory itself
   */
  public static Path require(Path out) {
    Path directory = out.toAbsolutePath().getParent();
    if (!Files.isDirectory(directory)) {
      throw new UsageException("There is no directory " + directory + " to write to: make it.");
    }
    if (Files.isDirectory(out)) {
      throw new UsageException(out + " is a directory: name a file in it.");
    }
    return out;
  }
}
