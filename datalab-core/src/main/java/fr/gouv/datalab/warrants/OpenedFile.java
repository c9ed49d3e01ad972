package fr.gouv.datalab.warrants;

import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.vault.RecipientPair;
import fr.gouv.datalab.vault.SealedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Opens a warrant's file where its recipient is. What is inside appears at once, after every byte
 * of it was verified; a file that was altered or cut leaves nothing.
 */
public final class OpenedFile {
  private static final String NAME = "[A-Za-z0-9_-]+\\.[a-z0-9]+";

  private OpenedFile() {}

  /**
   * Opens into a directory that does not exist yet.
   *
   * @return the names of the files
   * @throws IntegrityException when the file was altered or is not whole
   */
  public static List<String> into(Path file, RecipientPair key, Path directory) throws IOException {
    Path target = directory.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path part = Files.createTempDirectory(target.getParent(), target.getFileName() + ".part");
    boolean done = false;
    try (InputStream content = SealedFile.open(file, key)) {
      List<String> names = unzip(content, part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      return names;
    } finally {
      if (!done) {
        remove(part);
      }
    }
  }

  private static List<String> unzip(InputStream content, Path part) {
    List<String> names = new ArrayList<>();
    try {
      ZipInputStream zip = new ZipInputStream(content);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.getName().matches(NAME)) {
          throw new IOException("The name of an entry is not one.");
        }
        Files.copy(zip, part.resolve(entry.getName()));
        names.add(entry.getName());
      }
      content.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new IntegrityException(
          "The file was altered, or is not whole: ask the datalab for it again. Nothing was kept.",
          e);
    }
    if (names.isEmpty()) {
      throw new IntegrityException("The file holds nothing: ask the datalab for it again.");
    }
    return names;
  }

  private static void remove(Path part) throws IOException {
    try (Stream<Path> files = Files.walk(part)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
