package fr.gouv.datalab.replays;

import com.google.crypto.tink.HybridDecrypt;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;

/**
 * The right to open the sealed rows of one delivery's quarantine once, to judge them again. Only
 * {@link Replays#begin} makes one, after it wrote into the journal who asks: no other class takes
 * quarantine's private key from a store, which a test holds.
 */
public final class ReplayMandate {
  private final Registry registry;
  private final Replay replay;

  ReplayMandate(Registry registry, Replay replay) {
    this.registry = registry;
    this.replay = replay;
  }

  /** The replay as it began. */
  public Replay replay() {
    return replay;
  }

  /**
   * Quarantine's private key, as long as the replay is under way.
   *
   * @throws RefusedException when it is not
   */
  public HybridDecrypt key(KeyStore keys) {
    if (!new Replays(registry).isPending(replay.id())) {
      throw new RefusedException(
          "one replay at a time", "this replay is over: begin it again by `quarantine replay`.");
    }
    return keys.decrypter(KeyName.QUARANTINE);
  }
}
