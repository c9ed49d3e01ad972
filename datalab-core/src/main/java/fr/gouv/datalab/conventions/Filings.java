package fr.gouv.datalab.conventions;

import com.google.crypto.tink.PublicKeyVerify;
import fr.gouv.datalab.keys.KeyDestroyedException;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyNotFoundException;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads conventions inside a transaction, and believes none: on every reading the document is held
 * against its hash, and each signature against the document.
 */
public final class Filings {
  static final Statements SQL = Statements.beside(Filings.class, "conventions.sql");

  private final Transaction tx;
  private final VerifiedTexts verified;

  /** The conventions as a transaction sees them. */
  public Filings(Transaction tx) {
    this(tx, new VerifiedTexts());
  }

  /** The same, where many readings verify a text once. */
  Filings(Transaction tx, VerifiedTexts verified) {
    this.tx = tx;
    this.verified = verified;
  }

  private record Row(
      String id,
      int version,
      Document document,
      String sha256,
      Instant added,
      Optional<Instant> suspended,
      Optional<Instant> ended) {}

  private record Signature(String party, Instant time, byte[] bytes) {}

  /** The identifiers of all conventions, sorted. */
  public List<String> ids() {
    return tx.list(SQL.get("ids"), row -> row.getString("id"));
  }

  /**
   * The version that counts: the latest that every party signed, or the latest when none is signed
   * by all. Empty when there is no such convention.
   *
   * @throws RefusedException under article 5, when its document or a signature was altered
   */
  public Optional<Filing> current(String id) {
    List<Filing> versions = versions(id);
    return versions.stream()
        .filter(filing -> filing.unsigned().isEmpty())
        .findFirst()
        .or(() -> versions.stream().findFirst());
  }

  /**
   * All versions, the latest first.
   *
   * @throws RefusedException under article 5, when a document or a signature was altered
   */
  public List<Filing> versions(String id) {
    return tx.list(SQL.get("versions"), Filings::row, id).stream().map(this::verified).toList();
  }

  /**
   * The latest version, signed or not.
   *
   * @throws RefusedException under article 5, when its document or a signature was altered
   */
  Optional<Filing> latest(String id) {
    return tx.first(SQL.get("versions"), Filings::row, id).map(this::verified);
  }

  Optional<Document> document(String id, int version) {
    return tx.first(
        SQL.get("document"), row -> Document.kept(row.getBytes("document")), id, version);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("id"),
        row.getInt("version"),
        Document.kept(row.getBytes("document")),
        row.getString("sha256"),
        Instant.parse(row.getString("added")),
        Optional.ofNullable(row.getString("suspended")).map(Instant::parse),
        Optional.ofNullable(row.getString("ended")).map(Instant::parse));
  }

  private Filing verified(Row row) {
    if (!row.document.sha256().equals(row.sha256)) {
      throw altered(row.id, "its text is not the one that was added");
    }
    List<Signature> signatures = signatures(row);
    Map<String, Instant> signed = new HashMap<>();
    Map<String, byte[]> bytes = new TreeMap<>();
    for (Signature signature : signatures) {
      signed.put(signature.party, signature.time);
      bytes.put(signature.party, signature.bytes);
    }
    Convention convention =
        verified.of(
            new VerifiedTexts.Evidence(row.id, row.version, row.sha256, seals(row.id, bytes)),
            () -> {
              Convention read = convention(row);
              signatures.forEach(signature -> verify(row, signature));
              return read;
            });
    List<String> unsigned = new ArrayList<>(convention.parties());
    unsigned.removeAll(signed.keySet());
    return new Filing(
        convention,
        state(row, unsigned),
        row.sha256,
        row.added,
        signed,
        unsigned,
        row.suspended,
        row.ended);
  }

  /** A party's name that is none makes no seal: reading anew says what is wrong with it. */
  private List<VerifiedTexts.Seal> seals(String id, Map<String, byte[]> signatures) {
    try {
      return verified.seals(tx, signatures);
    } catch (KeyNotFoundException | IllegalArgumentException e) {
      throw altered(id, "the public keys of its parties are not here to verify it");
    }
  }

  private static Convention convention(Row row) {
    try {
      Convention convention = ConventionReader.read(row.id, row.document.bytes());
      if (!convention.id().equals(row.id) || convention.version() != row.version) {
        throw altered(row.id, "its text is that of another convention or version");
      }
      return convention;
    } catch (BadDataException e) {
      throw altered(row.id, "its text cannot be read any more");
    }
  }

  private List<Signature> signatures(Row row) {
    return tx.list(
        SQL.get("signatures"),
        r ->
            new Signature(
                r.getString("party"), Instant.parse(r.getString("time")), r.getBytes("signature")),
        row.id,
        row.version);
  }

  private void verify(Row row, Signature signature) {
    try {
      PublicKeyVerify verifier =
          KeyStore.open(tx.home().keys()).verifier(KeyName.sign(signature.party));
      verifier.verify(signature.bytes, row.document.digest());
    } catch (GeneralSecurityException e) {
      throw altered(row.id, "the signature of " + signature.party + " is not for this text");
    } catch (KeyNotFoundException | KeyDestroyedException | IllegalArgumentException e) {
      throw altered(row.id, "the public key of " + signature.party + " is not here to verify it");
    }
  }

  private static Filing.State state(Row row, List<String> unsigned) {
    if (row.ended.isPresent()) {
      return Filing.State.ENDED;
    }
    if (row.suspended.isPresent()) {
      return Filing.State.SUSPENDED;
    }
    return unsigned.isEmpty() ? Filing.State.SIGNED : Filing.State.UNSIGNED;
  }

  private static RefusedException altered(String id, String how) {
    return Article.SIGNATURES.refuses(
        id,
        "The convention "
            + id
            + " does not verify: "
            + how
            + ". Restore the registry and the keys as they were, or have every party sign a new"
            + " convention.");
  }
}
