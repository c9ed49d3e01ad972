package fr.gouv.datalab.lake;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import java.util.function.Consumer;

/**
 * Whoever opens and closes the keys that Parquet draws for each column of each file: the key store
 * of this process, or a gate over the network. Asked at every file; safe for use by many threads.
 *
 * <p>Both methods refuse by throwing, with a sentence; nothing is given then.
 */
public interface FileKeys {
  /**
   * Closes a file's key.
   *
   * @param key of one file, or of one of its columns
   * @param under the name of the lake's data key
   * @return text that stands in the file, and says nothing without the data key
   */
  String wrap(byte[] key, KeyName under);

  /** Opens a file's key that {@link #wrap} closed under the same name. */
  byte[] unwrap(String wrapped, KeyName under);

  /** The version of the lake's key whose tables this opens; once another is in use, it refuses. */
  int lakeVersion();

  /**
   * The data keys of a store.
   *
   * @param check called for each key at each file; refuses by throwing
   * @param lakeVersion the version of the lake's key whose tables this opens
   */
  static FileKeys of(KeyStore store, Consumer<KeyName> check, int lakeVersion) {
    return new KeyDesk(store, check, false, lakeVersion);
  }
}
