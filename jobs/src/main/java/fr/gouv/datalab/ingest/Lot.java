package fr.gouv.datalab.ingest;

import java.io.Serializable;

/**
 * The batch of the vault that a producer's stage sealed.
 *
 * @param name bound to all that is sealed in it; empty without identities
 * @param envelope what the custodian needs to open it; empty without identities
 */
public record Lot(String name, byte[] envelope) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** That of a tokenised file. */
  public static Lot of(Manifest manifest) {
    return new Lot(manifest.lot(), manifest.envelope());
  }
}
