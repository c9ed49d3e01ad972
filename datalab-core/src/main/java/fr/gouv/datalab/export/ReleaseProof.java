package fr.gouv.datalab.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.journal.Checkpoint;
import fr.gouv.datalab.journal.JournalProofs;
import fr.gouv.datalab.journal.ProvedRecord;
import fr.gouv.datalab.journal.SignedNote;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code proof.json} says: the statements that the people who approved signed, their records
 * in the journal, and a checkpoint that the journal and the datalab both signed.
 *
 * @param release its id
 * @param checkpoint a signed note with two signatures
 * @param journalKey the journal's verifier key
 * @param datalabKey the datalab's verifier key; a reader should rather have it from elsewhere
 * @param decisions the submission and the approvals of the last round
 */
public record ReleaseProof(
    String release,
    String checkpoint,
    String journalKey,
    String datalabKey,
    List<ProvedDecision> decisions) {

  /** Copies the decisions. */
  public ReleaseProof {
    decisions = List.copyOf(decisions);
  }

  /**
   * A decision that can be checked.
   *
   * @param statement what was signed
   * @param signature Ed25519 over it, in base64, by the key that it names
   * @param journal its record in the journal
   */
  public record ProvedDecision(String statement, String signature, ProvedRecord journal) {}

  /** Proves the last round of a release on the journal as it is now. */
  static ReleaseProof of(Registry registry, KeyStore keys, Release release) {
    return registry.read(
        tx -> {
          JournalProofs proofs = JournalProofs.in(tx);
          List<ProvedDecision> decisions =
              release.decisions().stream()
                  .filter(d -> d.round() == release.round())
                  .filter(d -> d.decision() == Decision.SUBMIT || d.decision() == Decision.APPROVE)
                  .map(
                      d ->
                          new ProvedDecision(
                              d.statement(), d.signature(), proofs.record(d.sequence())))
                  .toList();
          byte[] key = keys.publicKey(ExportPackage.KEY);
          String note =
              SignedNote.cosign(
                  proofs.checkpoint().sign(keys),
                  ExportPackage.SIGNER,
                  key,
                  keys.signer(ExportPackage.KEY));
          return new ReleaseProof(
              release.id(),
              note,
              Checkpoint.verifierKey(keys),
              SignedNote.verifierKey(ExportPackage.SIGNER, key),
              decisions);
        });
  }

  String json() {
    try {
      return new JsonMapper()
              .writer(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(this)
              .replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static ReleaseProof read(Path file) throws IOException {
    try {
      ReleaseProof proof = new JsonMapper().readValue(file.toFile(), ReleaseProof.class);
      if (proof.release() != null && proof.checkpoint() != null && proof.datalabKey() != null) {
        return proof;
      }
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IntegrityException("The file proof.json is not a proof.", e);
    }
    throw new IntegrityException("The file proof.json is not a proof.");
  }

  /**
   * Verifies the checkpoint, each record's place, each signature, and that the approvals are of the
   * tables of the package.
   *
   * @param key the datalab's verifier key
   * @param folder the package
   * @throws IntegrityException naming the first thing that does not hold
   */
  void verify(String key, Path folder) throws IOException {
    Checkpoint signed = Checkpoint.open(checkpoint, key);
    Set<String> people = new HashSet<>();
    int approvals = 0;
    for (ProvedDecision decision : decisions) {
      Statement statement = new Statement(decision.statement());
      statement.verify(decision.signature());
      if (decision.journal().proof().size() != signed.size()) {
        throw new IntegrityException("A proof of proof.json is on another checkpoint.");
      }
      decision.journal().proof().verify(decision.journal().record(), signed.root());
      JsonNode record = new JsonMapper().readTree(decision.journal().record());
      String word = statement.value("decision");
      if (!statement.value("release").equals(release)
          || !record.path("object").asText().equals(release)
          || !record.path("verb").asText().equals("release." + word)
          || !record.path("person").asText().equals(statement.value("person"))
          || !record.path("details").path("statement").asText().equals(statement.sha256())) {
        throw new IntegrityException(
            "The journal's record "
                + decision.journal().proof().index()
                + " is not that of the decision beside it.");
      }
      if (!people.add(statement.value("person"))) {
        throw new IntegrityException("One person took two decisions on the release.");
      }
      if (word.equals("approve")) {
        approvals++;
        tables(statement, folder);
      }
    }
    if (approvals == 0) {
      throw new IntegrityException("The proof has no approval of the release.");
    }
  }

  private static void tables(Statement statement, Path folder) throws IOException {
    List<String> approved = statement.values("file");
    for (String path : ExportPackage.files(folder)) {
      if (path.startsWith("data/") && path.endsWith(".csv")) {
        String name = path.substring("data/".length(), path.length() - ".csv".length());
        String line = Sha256.hex(folder.resolve(path)) + " " + name + "/published.csv";
        if (!approved.contains(line)) {
          throw new IntegrityException("The file " + path + " is not the one that was approved.");
        }
      }
    }
  }
}
