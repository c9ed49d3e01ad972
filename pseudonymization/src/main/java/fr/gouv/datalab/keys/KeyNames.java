package fr.gouv.datalab.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The names of the keys that a directory holds, those destroyed included. */
final class KeyNames {
  private KeyNames() {}

  static List<KeyName> in(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".keyset") || file.endsWith(".destroyed"))
          .filter(file -> !file.startsWith(".") && !file.contains("/."))
          .map(file -> new KeyName(file.substring(0, file.lastIndexOf('.'))))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + directory + " cannot be read.", e);
    }
  }
}
