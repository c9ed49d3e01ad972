package fr.gouv.datalab.lake;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A right to open files of the lake, from now until it is closed. Its {@link #token} goes into a
 * Spark session's settings; it is a name that means nothing outside this process, never a key.
 */
public final class LakeAccess implements AutoCloseable {
  private static final Map<String, KeyDesk> DESKS = new ConcurrentHashMap<>();

  private final String token = UUID.randomUUID().toString();

  private final KeyDesk desk;

  private LakeAccess(KeyDesk desk) {
    this.desk = desk;
    DESKS.put(token, desk);
  }

  /**
   * An access to the data keys of a store.
   *
   * @param check called for each key at each file; refuses by throwing
   */
  public static LakeAccess open(KeyStore store, Consumer<KeyName> check) {
    return new LakeAccess(new KeyDesk(store, check, false));
  }

  /** The access of a change of the lake's key: it alone writes meanwhile, and outlives it. */
  public static LakeAccess rekeying(KeyStore store) {
    return new LakeAccess(new KeyDesk(store, key -> {}, true));
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
    return desk.lakeVersion();
  }

  static KeyDesk desk(String token) {
    return DESKS.get(token);
  }

  /** The name of this access. */
  public String token() {
    return token;
  }

  /** Ends the access: every file opened from now on is refused. */
  @Override
  public void close() {
    DESKS.remove(token);
  }
}
