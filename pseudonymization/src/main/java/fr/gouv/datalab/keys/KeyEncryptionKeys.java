package fr.gouv.datalab.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The key-encryption keys of one store, by number, in its {@code kek.properties}: one as a rule,
 * two while keysets go from one to the other. Each keyset's file names the one that wraps it.
 *
 * <p>The file is read anew for each use, because another process may have changed it; a key that
 * was opened is kept.
 */
final class KeyEncryptionKeys {
  private static final String SETTING = "kek.properties";
  private static final String IN_USE = "use";

  private final Path directory;
  private final KeyEncryptionKey given;
  private final Map<KeyEncryptionPlace, KeyEncryptionKey> opened = new ConcurrentHashMap<>();

  /** Those that the directory's file names. */
  KeyEncryptionKeys(Path directory) {
    this(directory, null);
  }

  /** One that the caller holds. */
  KeyEncryptionKeys(Path directory, KeyEncryptionKey given) {
    this.directory = directory;
    this.given = given;
  }

  /** What the file says: where each key is, and which one wraps from now on. */
  record Setting(int inUse, Map<Integer, KeyEncryptionPlace> places) {
    KeyEncryptionPlace current() {
      return places.get(inUse);
    }
  }

  boolean isSet() {
    return given != null || Files.exists(directory.resolve(SETTING));
  }

  /** The number of the key that wraps from now on. */
  int inUse() {
    return given == null ? read().inUse : 1;
  }

  /** Whether there is a key of that number. */
  boolean has(int number) {
    return given != null || read().places.containsKey(number);
  }

  /** A key by its number. */
  KeyEncryptionKey get(int number) {
    if (given != null) {
      return given;
    }
    KeyEncryptionPlace place = read().places.get(number);
    if (place == null) {
      throw new KeyIntegrityException(
          "A key was wrapped by key-encryption key "
              + number
              + ", which "
              + directory.resolve(SETTING)
              + " does not name: restore that file from its backup.");
    }
    return opened.computeIfAbsent(place, this::open);
  }

  /** Where a key is, for people. */
  String description(int number) {
    if (given != null) {
      return given.description();
    }
    KeyEncryptionPlace place = read().places.get(number);
    return place == null ? "unknown key-encryption key " + number : place.description();
  }

  private KeyEncryptionKey open(KeyEncryptionPlace place) {
    return open(place, false);
  }

  KeyEncryptionKey open(KeyEncryptionPlace place, boolean create) {
    if (place instanceof KeyEncryptionPlace.InFile file) {
      Path path = directory.resolve(file.file());
      return create && !Files.exists(path) ? FileKey.create(path) : FileKey.open(path);
    }
    if (place instanceof KeyEncryptionPlace.InToken token) {
      return TokenKey.open(token, create);
    }
    return VaultKey.open((KeyEncryptionPlace.InVault) place, create);
  }

  /** Makes the key of a place if it is missing, and proves that it wraps and unwraps. */
  void prove(KeyEncryptionPlace place) {
    KeyEncryptionKey key = open(place, true);
    byte[] probe = {1, 2, 3};
    byte[] context = {4};
    if (!java.util.Arrays.equals(probe, key.unwrap(key.wrap(probe, context), context))) {
      throw new KeyEncryptionException(
          "What " + place.description() + " wrapped, it unwraps to something else.");
    }
  }

  /**
   * The same file for a first key and for a store of an earlier release, whose key had no number.
   */
  Setting read() {
    Path file = directory.resolve(SETTING);
    if (!Files.exists(file)) {
      throw new KeyNotFoundException(
          "There are no keys in " + directory + ": run `datalab keys init`.");
    }
    Properties all = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      all.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read.", e);
    }
    Map<Integer, KeyEncryptionPlace> places = new TreeMap<>();
    if (all.containsKey("kind")) {
      places.put(1, place(all, ""));
    }
    for (String name : all.stringPropertyNames()) {
      if (name.matches("[1-9]\\d{0,3}\\.kind")) {
        String number = name.substring(0, name.indexOf('.'));
        places.put(Integer.valueOf(number), place(all, number + "."));
      }
    }
    Setting setting = new Setting(Integer.parseInt(all.getProperty(IN_USE, "1")), places);
    if (setting.current() == null) {
      throw new KeyIntegrityException(
          "The file " + file + " does not say where the key-encryption key is: restore it.");
    }
    return setting;
  }

  private KeyEncryptionPlace place(Properties all, String prefix) {
    return switch (all.getProperty(prefix + "kind", "")) {
      case "file" ->
          new KeyEncryptionPlace.InFile(Path.of(all.getProperty(prefix + "file", "kek")));
      case "pkcs11" ->
          new KeyEncryptionPlace.InToken(
              Path.of(all.getProperty(prefix + "module", "")),
              all.containsKey(prefix + "slot")
                  ? OptionalLong.of(Long.parseLong(all.getProperty(prefix + "slot")))
                  : OptionalLong.empty(),
              all.getProperty(prefix + "label", ""),
              Path.of(all.getProperty(prefix + "pinFile", "")));
      case "vault" ->
          new KeyEncryptionPlace.InVault(
              URI.create(all.getProperty(prefix + "address", "")),
              all.getProperty(prefix + "mount", ""),
              all.getProperty(prefix + "key", ""),
              Path.of(all.getProperty(prefix + "tokenFile", "")),
              Optional.ofNullable(all.getProperty(prefix + "authority")).map(Path::of),
              Optional.ofNullable(all.getProperty(prefix + "namespace")));
      default ->
          throw new KeyEncryptionSettingException(
              directory.resolve(SETTING)
                  + " names a key-encryption key of an unknown kind: use file, pkcs11 or vault.");
    };
  }

  /** Replaces the file, whole. */
  void write(Setting setting) {
    Properties all = new Properties();
    all.setProperty(IN_USE, Integer.toString(setting.inUse));
    setting.places.forEach((number, place) -> put(all, number + ".", place));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      all.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrivateFiles.write(directory.resolve(SETTING), out.toByteArray());
  }

  private static void put(Properties all, String prefix, KeyEncryptionPlace place) {
    if (place instanceof KeyEncryptionPlace.InFile file) {
      all.setProperty(prefix + "kind", "file");
      all.setProperty(prefix + "file", file.file().toString());
    } else if (place instanceof KeyEncryptionPlace.InToken token) {
      all.setProperty(prefix + "kind", "pkcs11");
      all.setProperty(prefix + "module", token.module().toString());
      token.slot().ifPresent(slot -> all.setProperty(prefix + "slot", Long.toString(slot)));
      all.setProperty(prefix + "label", token.label());
      all.setProperty(prefix + "pinFile", token.pinFile().toString());
    } else if (place instanceof KeyEncryptionPlace.InVault vault) {
      all.setProperty(prefix + "kind", "vault");
      all.setProperty(prefix + "address", vault.address().toString());
      all.setProperty(prefix + "mount", vault.mount());
      all.setProperty(prefix + "key", vault.key());
      all.setProperty(prefix + "tokenFile", vault.tokenFile().toString());
      vault.authority().ifPresent(file -> all.setProperty(prefix + "authority", file.toString()));
      vault.namespace().ifPresent(name -> all.setProperty(prefix + "namespace", name));
    }
  }

  /**
   * Destroys a key that is in a file beside the keysets; others are not this store's to destroy.
   */
  void destroy(KeyEncryptionPlace place) {
    if (place instanceof KeyEncryptionPlace.InFile file
        && Files.exists(directory.resolve(file.file()))) {
      PrivateFiles.shred(directory.resolve(file.file()));
    }
    opened.remove(place);
  }
}
