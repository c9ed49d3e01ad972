package fr.gouv.datalab.conventions;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was verified already: the reading of a text and the signatures under it. For the conventions
 * of one home.
 *
 * <p>Remembered by content and nothing else: the hash of the text as the registry has it now, the
 * bytes of each signature, and a stamp of each public key's file. A text, a signature or a key that
 * was altered is not what was verified, and is verified anew, so there is nothing to invalidate.
 * What changes beside the text (suspended, ended, a new signature) is read each time. Safe for use
 * by many threads.
 */
final class VerifiedTexts {
  private static final int MOST = 2_000;

  /** A text, and who signed it with which bytes under which key file. */
  record Evidence(String id, int version, String sha256, List<Seal> seals) {
    Evidence {
      seals = List.copyOf(seals);
    }
  }

  /** A signature, and a stamp of the key that it is checked by. */
  record Seal(String party, String signature, Object key) {}

  /** Verifies a text for the first time. */
  interface Reading {
    Convention verify();
  }

  private final Map<Evidence, Convention> verified =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Evidence, Convention> eldest) {
              return size() > MOST;
            }
          });

  private volatile KeyStore keys;

  /** What the text says, verified now or before. */
  Convention of(Evidence evidence, Reading reading) {
    Convention known = verified.get(evidence);
    if (known == null) {
      known = reading.verify();
      verified.put(evidence, known);
    }
    return known;
  }

  /** The seals of some signatures, as the home of a transaction has their keys now. */
  List<Seal> seals(Transaction tx, Map<String, byte[]> signatures) {
    List<Seal> seals = new ArrayList<>();
    if (!signatures.isEmpty()) {
      KeyStore keys = keys(tx);
      signatures.forEach(
          (party, bytes) ->
              seals.add(
                  new Seal(
                      party,
                      HexFormat.of().formatHex(bytes),
                      keys.publicStamp(KeyName.sign(party)))));
    }
    return seals;
  }

  private KeyStore keys(Transaction tx) {
    KeyStore known = keys;
    if (known == null) {
      known = KeyStore.open(tx.home().keys());
      keys = known;
    }
    return known;
  }
}
