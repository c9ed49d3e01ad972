package fr.gouv.datalab.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import java.util.List;

/**
 * Proofs on one checkpoint, as one document that verifies offline: `datalab journal prove` prints
 * it.
 *
 * @param checkpoint the signed note
 * @param verifierKey the key that verifies the note; a reader should rather have it from elsewhere
 * @param records records with their inclusion proofs
 * @param consistency that the journal continues an older one, or null
 * @param fromRoot the older root, in hexadecimal, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignedProof(
    String checkpoint,
    String verifierKey,
    List<ProvedRecord> records,
    ConsistencyProof consistency,
    String fromRoot) {

  /** Copies the records. */
  public SignedProof {
    records = List.copyOf(records);
  }

  /** Proves that records are in the journal. */
  public static SignedProof ofRecords(Registry registry, KeyStore keys, List<Long> sequences) {
    return registry.read(
        tx -> {
          JournalProofs proofs = JournalProofs.in(tx);
          return new SignedProof(
              proofs.checkpoint().sign(keys),
              Checkpoint.verifierKey(keys),
              sequences.stream().map(proofs::record).toList(),
              null,
              null);
        });
  }

  /** Proves that the journal continues the one it was at an older size. */
  public static SignedProof since(Registry registry, KeyStore keys, long size) {
    return registry.read(
        tx -> {
          JournalProofs proofs = JournalProofs.in(tx);
          ConsistencyProof consistency = proofs.since(size);
          return new SignedProof(
              proofs.checkpoint().sign(keys),
              Checkpoint.verifierKey(keys),
              List.of(),
              consistency,
              proofs.rootAt(size));
        });
  }

  /**
   * Verifies everything, offline.
   *
   * @param key the verifier key to trust, or null for the one in the document
   * @param older the older checkpoint that the reader kept, or null
   * @return the tree that was signed
   * @throws IntegrityException naming the first thing that does not hold
   */
  public Checkpoint verify(String key, String older) {
    String trusted = key == null ? verifierKey : key;
    Checkpoint signed = Checkpoint.open(checkpoint, trusted);
    for (ProvedRecord proved : records) {
      if (proved.proof().size() != signed.size()) {
        throw new IntegrityException(
            "The proof of record " + proved.proof().index() + " is on another checkpoint.");
      }
      proved.proof().verify(proved.record(), signed.root());
    }
    if (consistency != null) {
      if (consistency.to() != signed.size()) {
        throw new IntegrityException("The consistency proof is on another checkpoint.");
      }
      consistency.verify(fromRoot, signed.root());
    }
    if (older != null) {
      Checkpoint kept = Checkpoint.open(older, trusted);
      if (consistency == null
          || consistency.from() != kept.size()
          || !kept.root().equals(fromRoot)) {
        throw new IntegrityException("The proof is not from the older checkpoint.");
      }
    }
    return signed;
  }
}
