package fr.gouv.datalab.conventions;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the text of a convention is found by its identifier: the home's {@code conventions/}, else
 * those built in. A text counts for nothing before {@link ConventionStore} added it.
 */
public final class ConventionFiles {
  private final Path folder;

  /** The texts that a home can add. */
  public ConventionFiles(Home home) {
    this.folder = home.conventions();
  }

  /** The bytes of {@code ID.yaml}, if there is one. */
  public Optional<byte[]> find(String id) {
    if (!id.matches(ConventionReader.ID)) {
      return Optional.empty();
    }
    try {
      Path own = folder.resolve(id + ".yaml");
      if (Files.isRegularFile(own)) {
        return Optional.of(Files.readAllBytes(own));
      }
      try (InputStream in =
          ConventionFiles.class
              .getClassLoader()
              .getResourceAsStream("conventions/" + id + ".yaml")) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bytes of a file, or those of a convention that is found by its identifier.
   *
   * @throws UsageException when it is neither
   */
  public byte[] read(String fileOrId) {
    try {
      Path file = Path.of(fileOrId);
      if (Files.isRegularFile(file)) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return find(fileOrId)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is neither a file "
                        + fileOrId
                        + " nor a convention of that name in the home's conventions/ or built in."));
  }
}
