package fr.gouv.datalab.lake;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A right to open files of the lake, from now until it is closed. Its {@link #token} goes into a
 * Spark session's settings; it is a name, never a key.
 */
public final class LakeAccess implements AutoCloseable {
  private static final Map<String, FileKeys> OPEN = new ConcurrentHashMap<>();

  /** Finds the keys of an access that another process opened; here, in an executor alone. */
  private static volatile Function<String, Optional<FileKeys>> elsewhere =
      token -> Optional.empty();

  private final String token;

  private final FileKeys keys;

  private LakeAccess(String token, FileKeys keys) {
    this.token = token;
    this.keys = keys;
    OPEN.put(token, keys);
  }

  private static LakeAccess open(FileKeys keys) {
    return new LakeAccess(UUID.randomUUID().toString(), keys);
  }

  /**
   * An access to the data keys of a store.
   *
   * @param check called for each key at each file; refuses by throwing
   */
  public static LakeAccess open(KeyStore store, Consumer<KeyName> check) {
    return open(FileKeys.of(store, check, store.current(KeyName.LAKE)));
  }

  /**
   * An access whose keys come from elsewhere.
   *
   * @param token its name, which means something to other processes of the job too; never a secret
   */
  public static LakeAccess open(String token, FileKeys keys) {
    return new LakeAccess(token, keys);
  }

  /** Says where to look for an access that this process did not open itself. */
  public static void elsewhere(Function<String, Optional<FileKeys>> finder) {
    elsewhere = finder;
  }

  /** The access of a change of the lake's key: it alone writes meanwhile, and outlives it. */
  public static LakeAccess rekeying(KeyStore store) {
    return open(new KeyDesk(store, key -> {}, true, store.current(KeyName.LAKE)));
  }

  /**
   * Refuses when a change of the lake's key is unfinished. What begins to write all the same is
   * refused at its first file; asking before says so sooner.
   *
   * @throws RefusedException saying how to end the change
   */
  public static void requireWritable(KeyStore store) {
    if (store.exists(KeyName.LAKE) && store.prepared(KeyName.LAKE).isPresent()) {
      throw KeyDesk.changing();
    }
  }

  /** What every file answers once the lake's key was changed after an access was opened. */
  public static RefusedException changedSince() {
    return KeyDesk.changed();
  }

  /**
   * The version of the lake's key that was in use when this was opened; once another is, every file
   * is refused.
   */
  public int lakeVersion() {
    return keys.lakeVersion();
  }

  /** The keys of an access; empty when there is no such one, or it was closed. */
  static Optional<FileKeys> keys(String token) {
    FileKeys here = OPEN.get(token);
    return here == null ? elsewhere.apply(token) : Optional.of(here);
  }

  /** The name of this access. */
  public String token() {
    return token;
  }

  /** Ends the access: every file opened from now on is refused. */
  @Override
  public void close() {
    OPEN.remove(token);
  }
}
