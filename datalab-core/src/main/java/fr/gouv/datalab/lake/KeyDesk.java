package fr.gouv.datalab.lake;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Hands out the lake's data keys in one process, to whoever holds an access and as long as it
 * stands. Asked once for each file and family that is opened: what the {@code check} refuses is
 * refused from the next file on, in jobs that already run too.
 *
 * <p>A key is read again from its store after {@link #MEMORY_MILLIS}, so one that was destroyed
 * goes within that time.
 */
final class KeyDesk {
  /** How long a key read from its store is remembered. */
  static final long MEMORY_MILLIS = 1_000;

  private record Held(byte[] secret, long until) {}

  private final KeyStore store;
  private final Consumer<KeyName> check;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final Map<KeyName, List<Integer>> versions = new ConcurrentHashMap<>();

  KeyDesk(KeyStore store, Consumer<KeyName> check) {
    this.store = store;
    this.check = check;
  }

  /** The version to write with. */
  int current(KeyName name) {
    List<Integer> all = versions.computeIfAbsent(name, store::versions);
    return all.get(all.size() - 1);
  }

  /** 32 bytes, not to be changed by the caller. */
  byte[] secret(KeyName name, int version) {
    check.accept(name);
    String id = name + "#" + version;
    Held known = held.get(id);
    long now = System.currentTimeMillis();
    if (known == null || known.until < now) {
      known = new Held(store.secret(name, version, "lake"), now + MEMORY_MILLIS);
      held.put(id, known);
    }
    return known.secret;
  }
}
