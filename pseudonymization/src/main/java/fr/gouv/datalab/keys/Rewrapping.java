package fr.gouv.datalab.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Takes every keyset of a store to another key-encryption key. First says that there are two, then
 * wraps one keyset after the other, each replaced whole, then forgets the first: at every moment
 * each keyset names a key-encryption key that is known.
 */
final class Rewrapping {
  private final Path directory;
  private final KeyEncryptionKeys keys;

  Rewrapping(Path directory, KeyEncryptionKeys keys) {
    this.directory = directory;
    this.keys = keys;
  }

  int to(KeyEncryptionPlace wished, Function<KeyName, KeysetFile> files) {
    KeyEncryptionKeys.Setting now = keys.read();
    List<KeysetFile> keysets =
        KeyNames.in(directory).stream().map(files).filter(file -> !file.destroyed()).toList();
    KeyEncryptionKeys.Setting next = now.places().size() > 1 ? unfinished(now, wished) : null;
    boolean renewing = false;
    if (next == null) {
      next = next(now, wished);
      renewing = next.inUse() == now.inUse();
      begin(now, next, keysets);
    }
    int wrapped = 0;
    for (KeysetFile keyset : keysets) {
      if (renewing || keyset.wrappedBy() != next.inUse()) {
        keyset.rewrap(keys, next.inUse());
        wrapped++;
      }
    }
    keys.write(new KeyEncryptionKeys.Setting(next.inUse(), Map.of(next.inUse(), next.current())));
    for (Map.Entry<Integer, KeyEncryptionPlace> place : next.places().entrySet()) {
      if (place.getKey() != next.inUse()) {
        keys.destroy(place.getValue());
      }
    }
    return wrapped;
  }

  /** An interrupted one is finished before anything else is begun. */
  private static KeyEncryptionKeys.Setting unfinished(
      KeyEncryptionKeys.Setting now, KeyEncryptionPlace wished) {
    boolean same =
        now.current().isWayTo(wished)
            || now.current() instanceof KeyEncryptionPlace.InFile
                && wished instanceof KeyEncryptionPlace.InFile;
    if (!same) {
      throw new KeyEncryptionSettingException(
          "Keys were being taken to "
              + now.current().description()
              + " when that was interrupted: name it in datalab.yaml again, run `datalab keys"
              + " rewrap`, then change.");
    }
    return now;
  }

  private static KeyEncryptionKeys.Setting next(
      KeyEncryptionKeys.Setting now, KeyEncryptionPlace wished) {
    Map<Integer, KeyEncryptionPlace> places = new TreeMap<>(now.places());
    if (now.current().isWayTo(wished) && !(wished instanceof KeyEncryptionPlace.InFile)) {
      places.put(now.inUse(), wished);
      return new KeyEncryptionKeys.Setting(now.inUse(), places);
    }
    int number = now.inUse() + 1;
    places.put(
        number,
        wished instanceof KeyEncryptionPlace.InFile
            ? new KeyEncryptionPlace.InFile(Path.of("kek-" + number))
            : wished);
    return new KeyEncryptionKeys.Setting(number, places);
  }

  private void begin(
      KeyEncryptionKeys.Setting now, KeyEncryptionKeys.Setting next, List<KeysetFile> keysets) {
    if (next.inUse() == now.inUse()) {
      // Another way to the same key: it must open what is there before it is written down.
      KeyEncryptionKey same = keys.open(next.current(), false);
      keysets.stream().limit(1).forEach(keyset -> keyset.openBy(same));
    } else {
      keys.prove(next.current());
    }
    keys.write(next);
  }
}
