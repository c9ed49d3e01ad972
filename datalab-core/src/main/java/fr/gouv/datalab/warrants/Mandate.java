package fr.gouv.datalab.warrants;

import com.google.crypto.tink.HybridDecrypt;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;

/**
 * The right to open the vault once, that an approved warrant gives. Only {@link WarrantStore#begin}
 * makes one, and it alone takes the custodian's private key from a store: no other class of the
 * house does, which a test holds.
 */
public final class Mandate {
  private final Registry registry;
  private final Warrant warrant;

  Mandate(Registry registry, Warrant warrant) {
    this.registry = registry;
    this.warrant = warrant;
  }

  /** The warrant as it was when the execution began. */
  public Warrant warrant() {
    return warrant;
  }

  /**
   * The custodian's private key, if the warrant still is in force at this moment.
   *
   * @param custodian the store that holds the private half
   * @throws fr.gouv.datalab.refusals.RefusedException when it is not
   */
  public HybridDecrypt custodian(KeyStore custodian) {
    registry.read(tx -> new WarrantRules(tx).inForce(warrant.id()));
    return custodian.decrypter(KeyName.CUSTODIAN);
  }
}
