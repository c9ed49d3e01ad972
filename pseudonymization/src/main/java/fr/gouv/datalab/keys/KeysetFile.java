package fr.gouv.datalab.keys;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * One key on disk: {@code <name>.keyset} wrapped by the key-encryption key, {@code <name>.pub} in
 * clear for a pair, {@code <name>.destroyed} once it is gone for good.
 */
final class KeysetFile {
  private final KeyName name;
  private final Path wrapped;
  private final Path publicHalf;
  private final Path tombstone;

  KeysetFile(Path directory, KeyName name) {
    Keyset.register(name.purpose());
    this.name = name;
    this.wrapped = directory.resolve(name.value() + ".keyset");
    this.publicHalf = directory.resolve(name.value() + ".pub");
    this.tombstone = directory.resolve(name.value() + ".destroyed");
  }

  boolean exists() {
    return Files.exists(wrapped);
  }

  boolean hasPublic() {
    return Files.exists(publicHalf) && !destroyed();
  }

  boolean destroyed() {
    return Files.exists(tombstone);
  }

  /** Differs once the file was replaced, whatever its content. */
  Object stamp() {
    return stamp(wrapped);
  }

  /** The same for the public half; nothing is left of it when the key was destroyed. */
  Object publicStamp() {
    return destroyed() ? List.of() : stamp(publicHalf);
  }

  private static List<Object> stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The number of the key-encryption key that wraps it. */
  int wrappedBy() {
    return WrappedKeyset.of(name, bytes(wrapped)).number();
  }

  KeysetHandle read(KeyEncryptionKeys keys) {
    WrappedKeyset file = WrappedKeyset.of(name, bytes(wrapped));
    if (!keys.has(file.number())) {
      // It was wrapped anew after it was read, and the old key-encryption key forgotten.
      file = WrappedKeyset.of(name, bytes(wrapped));
    }
    return file.open(keys.get(file.number()));
  }

  KeysetHandle readPublic() {
    String json = new String(bytes(publicHalf), StandardCharsets.UTF_8);
    try {
      return TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(json);
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException("The public half of \"" + name + "\" was altered.", e);
    }
  }

  /** Writes a public half alone, of a pair that someone else keeps. */
  void writePublic(KeysetHandle publicHalfOnly) {
    try {
      PrivateFiles.write(
          publicHalf,
          TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(publicHalfOnly)
              .getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException("The public half of \"" + name + "\" was altered.", e);
    }
  }

  void write(KeysetHandle keyset, KeyEncryptionKeys keys) {
    try {
      if (name.purpose().isPair()) {
        String json =
            TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(keyset.getPublicKeysetHandle());
        PrivateFiles.write(publicHalf, json.getBytes(StandardCharsets.UTF_8));
      }
      int number = keys.inUse();
      PrivateFiles.write(
          wrapped, WrappedKeyset.seal(name, keyset, number, keys.get(number)).bytes());
    } catch (GeneralSecurityException e) {
      throw new KeyEncryptionException("The key \"" + name + "\" could not be wrapped.", e);
    }
  }

  /** Opens it by a key-encryption key, and forgets it: whether that is the one that wraps it. */
  void openBy(KeyEncryptionKey wrapping) {
    WrappedKeyset.of(name, bytes(wrapped)).open(wrapping);
  }

  /** Has it wrapped by another key-encryption key, or anew by the same. */
  void rewrap(KeyEncryptionKeys keys, int number) {
    WrappedKeyset file = WrappedKeyset.of(name, bytes(wrapped));
    PrivateFiles.write(
        wrapped, file.under(number, keys.get(file.number()), keys.get(number)).bytes());
  }

  /** First says that the key is gone, then makes it so: a kill in between leaves it refused. */
  void destroy() {
    PrivateFiles.write(tombstone, new byte[0]);
    if (Files.exists(wrapped)) {
      PrivateFiles.shred(wrapped);
    }
    PrivateFiles.shredDrafts(wrapped);
  }

  private byte[] bytes(Path file) {
    if (destroyed()) {
      throw new KeyDestroyedException("The key \"" + name + "\" was destroyed for good.");
    }
    try {
      return Files.readAllBytes(file);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new KeyNotFoundException("There is no key \"" + name + "\".", e);
    } catch (IOException e) {
      throw new KeyNotFoundException("The key \"" + name + "\" cannot be read from disk.", e);
    }
  }
}
