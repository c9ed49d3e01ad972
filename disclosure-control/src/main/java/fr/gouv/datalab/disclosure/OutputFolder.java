package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A new directory that appears whole, or not at all. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * Checks that a directory can be written anew.
   *
   * @throws BadInputException when the directory holds something, or is a file
   */
  public static void requireNew(Path directory) {
    Path target = directory.toAbsolutePath().normalize();
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(target)) {
        if (inside.iterator().hasNext()) {
          throw new BadInputException(
              "The directory " + directory + " is not empty: name a new one.");
        }
      } catch (IOException e) {
        throw new CannotProtectException("The directory " + directory + " cannot be read.", e);
      }
    } else if (Files.exists(target)) {
      throw new BadInputException(directory + " is a file: name a new directory.");
    }
  }

  /**
   * Writes the files beside the directory, then moves them there at once.
   *
   * @param files by name; one may stand in a folder within
   * @throws BadInputException when the directory holds something, or is a file
   * @throws CannotProtectException when it cannot be written; nothing was left there
   */
  public static void write(Path directory, Map<String, String> files) {
    requireNew(directory);
    Path target = directory.toAbsolutePath().normalize();
    Path beside = null;
    try {
      Files.createDirectories(target.getParent());
      beside = Files.createTempDirectory(target.getParent(), ".disclosure-");
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = beside.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      Files.deleteIfExists(target);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CannotProtectException(
          "The directory " + directory + " could not be written; nothing was left there.", e);
    } finally {
      remove(beside);
    }
  }

  private static void remove(Path directory) {
    if (directory == null || !Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.isDirectory(file)) {
          remove(file);
        } else {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    } catch (IOException e) {
      directory.toFile().deleteOnExit();
    }
  }
}
