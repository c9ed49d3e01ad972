package fr.gouv.datalab.pseudonyms.spark;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys by reference, in this process: a plan carries where the keys are, never a key, and whoever
 * runs the plan opens them for itself. The reference is the key store's directory.
 *
 * <p>A ring is opened anew once the lake's key was changed; what was taken from the old one keeps
 * its keys.
 */
public final class KeyRing {
  private static final Map<String, KeyRing> RINGS = new ConcurrentHashMap<>();

  private final KeyStore store;
  private final Object stamp;
  private final Tokenizer tokenizer;
  private final Pseudonymizer pseudonymizer;
  private final Map<String, Permutation> projects = new ConcurrentHashMap<>();
  private volatile RecordKeys records;
  private final Map<Integer, Permutation> lakes = new ConcurrentHashMap<>();

  private KeyRing(Path directory) {
    store = KeyStore.open(directory);
    stamp = store.stamp(KeyName.LAKE);
    tokenizer = Tokenizer.of(store);
    pseudonymizer = new Pseudonymizer(tokenizer, Permutation.ofLake(store));
  }

  /** The keys of a directory, opened once in a process for each version of the lake's key. */
  public static KeyRing at(String directory) {
    return RINGS.compute(
        directory,
        (place, ring) ->
            ring != null && ring.stamp.equals(ring.store.stamp(KeyName.LAKE))
                ? ring
                : new KeyRing(Path.of(place)));
  }

  /** Forgets what was opened. */
  public static void forget(String directory) {
    RINGS.remove(directory);
  }

  /** The store itself. */
  public KeyStore store() {
    return store;
  }

  /** The first layer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The first and second layers. */
  public Pseudonymizer pseudonymizer() {
    return pseudonymizer;
  }

  /** The second layer, under one version of the lake's key. */
  public Permutation lake(int version) {
    return lakes.computeIfAbsent(version, v -> Permutation.ofLake(store, v));
  }

  /** The keys of records, for the noise of perturbed tables. */
  RecordKeys records() {
    if (records == null) {
      records = new RecordKeys(store.tokenKey(KeyName.NOISE));
    }
    return records;
  }

  /** The third layer, for one convention. */
  public Permutation project(String convention) {
    return projects.computeIfAbsent(convention, id -> Permutation.ofProject(store, id));
  }
}
