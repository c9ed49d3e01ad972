package fr.gouv.datalab.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * Which key-encryption key a store uses: {@code kek.properties}, where {@code kind=file} names a
 * file beside it.
 */
final class KeyEncryptionSetting {
  private static final String SETTING = "kek.properties";

  private KeyEncryptionSetting() {}

  static Supplier<KeyEncryptionKey> read(Path directory) {
    Path setting = directory.resolve(SETTING);
    if (!Files.exists(setting)) {
      throw new KeyNotFoundException(
          "There are no keys in " + directory + ": run `datalab keys init`.");
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(setting)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + setting + " cannot be read.", e);
    }
    String kind = properties.getProperty("kind", "");
    if (!kind.equals("file")) {
      throw new KeyEncryptionException(
          setting + " names a key-encryption key of an unknown kind: use kind=file.");
    }
    Path file = directory.resolve(properties.getProperty("file", "kek"));
    return () -> FileKey.open(file);
  }

  /** Makes the embedded default, if nothing is set yet. */
  static Void file(Path directory) {
    Path setting = directory.resolve(SETTING);
    if (!Files.exists(setting)) {
      Path key = directory.resolve("kek");
      if (!Files.exists(key)) {
        FileKey.create(key);
      }
      Properties properties = new Properties();
      properties.setProperty("kind", "file");
      properties.setProperty("file", "kek");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        properties.store(out, null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      PrivateFiles.write(setting, out.toByteArray());
    }
    return null;
  }
}
