package fr.gouv.datalab.lake;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.parquet.crypto.KeyAccessDeniedException;

/**
 * Hands out the lake's data keys in one process, to whoever holds an access and as long as it
 * stands. Asked once for each file and family that is opened: what the {@code check} refuses is
 * refused from the next file on, in jobs that already run too.
 *
 * <p>A key is read again from its store after {@link #MEMORY_MILLIS}, so one that was destroyed
 * goes within that time. So does an access opened before the lake's key was changed: it never sees
 * a table under another version than the one it began with. While a change of the lake's key is
 * unfinished, nothing is written but by the change itself, whose own desk is {@code rekeying}.
 */
final class KeyDesk implements FileKeys {
  /** How long a key read from its store is remembered. */
  static final long MEMORY_MILLIS = 1_000;

  private record Held(byte[] secret, long until) {}

  private record State(int inUse, boolean changing, long until) {}

  private final KeyStore store;
  private final Consumer<KeyName> check;
  private final boolean rekeying;
  private final int lakeVersion;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final Map<KeyName, Integer> current = new ConcurrentHashMap<>();
  private volatile State state;

  KeyDesk(KeyStore store, Consumer<KeyName> check, boolean rekeying, int lakeVersion) {
    this.store = store;
    this.check = check;
    this.rekeying = rekeying;
    this.lakeVersion = lakeVersion;
  }

  /** The version of the lake's key that was in use when the access was opened. */
  @Override
  public int lakeVersion() {
    return lakeVersion;
  }

  @Override
  public String wrap(byte[] key, KeyName under) {
    try {
      int version = current(under);
      return FileKeyWrapping.wrap(key, under, version, secret(under, version));
    } catch (GeneralSecurityException e) {
      throw new KeyAccessDeniedException("The key " + under + " cannot close this file.", e);
    }
  }

  @Override
  public byte[] unwrap(String wrapped, KeyName under) {
    try {
      FileKeyWrapping.Wrapped read = FileKeyWrapping.Wrapped.read(wrapped);
      return read.open(under, secret(under, read.version()));
    } catch (GeneralSecurityException e) {
      throw new KeyAccessDeniedException("The key " + under + " does not open this file.", e);
    }
  }

  /** The version to write with. */
  private int current(KeyName name) {
    if (!rekeying && state().changing) {
      throw changing();
    }
    return current.computeIfAbsent(name, store::current);
  }

  /** 32 bytes, not to be changed by the caller. */
  private byte[] secret(KeyName name, int version) {
    check.accept(name);
    if (!rekeying && state().inUse != lakeVersion) {
      throw changed();
    }
    String id = name + "#" + version;
    Held known = held.get(id);
    long now = System.currentTimeMillis();
    if (known == null || known.until < now) {
      known = new Held(store.secret(name, version, "lake"), now + MEMORY_MILLIS);
      held.put(id, known);
    }
    return known.secret;
  }

  private State state() {
    State known = state;
    long now = System.currentTimeMillis();
    if (known == null || known.until < now) {
      known =
          new State(
              store.current(KeyName.LAKE),
              store.prepared(KeyName.LAKE).isPresent(),
              now + MEMORY_MILLIS);
      state = known;
    }
    return known;
  }

  static RefusedException changed() {
    return new RefusedException(
        "one view of the lake",
        "the lake's key was changed after this was opened: open it again, to read every table under"
            + " the new pseudonyms.");
  }

  static RefusedException changing() {
    return new RefusedException(
        "one change of the lake at a time",
        "the lake's key is being changed: wait for the end of `datalab keys rotate`; if it was"
            + " interrupted, run it again, or give it up by `datalab keys rotate --abandon`.");
  }
}
