package fr.gouv.datalab.drafting;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.usecases.UseCase;
import fr.gouv.datalab.usecases.UseCaseFolder;
import fr.gouv.datalab.usecases.UseCaseReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where drafts are read from and written to. */
final class Drafts {
  private Drafts() {}

  static UseCase useCase(Home home, String id) {
    UseCaseFolder folder = new UseCaseFolder(home.usecases(), id);
    if (!folder.exists()) {
      throw new UsageException(
          "There is no use case " + id + ", neither built in nor in the home's usecases/.");
    }
    return UseCaseReader.read(folder, id);
  }

  /** Never over a file that is there: it may hold someone's answers. */
  static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(file + " is there: name a new file.");
    } catch (NoSuchFileException e) {
      throw new UsageException(
          "There is no directory " + file.toAbsolutePath().getParent() + ": name another --out.");
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be written.", e);
    }
  }
}
