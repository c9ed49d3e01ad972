package fr.gouv.datalab.usecases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files of one use case are read: a folder of the home's {@code usecases/}, or else the
 * folder of the same name among those built in. The files of {@code reference/} (open data) are
 * shared by all.
 */
public final class UseCaseFolder {
  private static final String FILE_NAME = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)?";

  private final String useCase;
  private final Path home;

  /**
   * @param usecases the home's {@code usecases/}, which may be absent
   * @param useCase name of the use case
   */
  public UseCaseFolder(Path usecases, String useCase) {
    this.useCase = useCase;
    this.home = usecases.resolve(useCase);
  }

  /** Whether there is such a use case. */
  public boolean exists() {
    return useCase.matches("[a-z0-9-]+") && text("usecase.yaml").isPresent();
  }

  /** The text of a file of the use case, or of the shared reference files. */
  public Optional<String> text(String file) {
    if (!file.matches(FILE_NAME)) {
      return Optional.empty();
    }
    if (Files.isDirectory(home)) {
      Path path = home.resolve(file);
      if (Files.isRegularFile(path)) {
        return Optional.of(read(path));
      }
    } else {
      Optional<String> builtIn = resource("usecases/" + useCase + "/" + file);
      if (builtIn.isPresent()) {
        return builtIn;
      }
    }
    return resource("reference/" + file);
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> resource(String name) {
    try (InputStream in = UseCaseFolder.class.getClassLoader().getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
