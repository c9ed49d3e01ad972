package fr.gouv.datalab.lake;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
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

  private LakeAccess(KeyDesk desk) {
    DESKS.put(token, desk);
  }

  /**
   * An access to the data keys of a store.
   *
   * @param check called for each key at each file; refuses by throwing
   */
  public static LakeAccess open(KeyStore store, Consumer<KeyName> check) {
    return new LakeAccess(new KeyDesk(store, check));
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
