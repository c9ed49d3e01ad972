package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.ContractFingerprint;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.keys.KeyId;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a producer's stage for one contract, by which it seals its files and the lake knows
 * them. Whoever has not the producer's key can neither make a file nor alter one. Thread-safe.
 */
public final class ProducerSeal {
  private final KeyStore store;
  private final Contract contract;

  /**
   * The keys of one contract.
   *
   * @param store the producer's, or the datalab's
   */
  public ProducerSeal(KeyStore store, Contract contract) {
    this.store = store;
    this.contract = contract;
  }

  /** The kinds of identifier of a contract. */
  public static Set<IdentifierKind> kinds(Contract contract) {
    EnumSet<IdentifierKind> kinds = EnumSet.noneOf(IdentifierKind.class);
    RowFormat.kinds(contract).forEach(kinds::add);
    return kinds;
  }

  /** Whether a contract has linkage tokens. */
  public static boolean links(Contract contract) {
    return contract.identities().stream().anyMatch(fr.gouv.datalab.catalogue.Identity::linkage);
  }

  /** The names of every key that tokenising files of a contract takes. */
  public static Set<KeyName> keys(Contract contract) {
    TreeSet<KeyName> names = new TreeSet<>();
    names.add(KeyName.producer(contract.producer()));
    kinds(contract).forEach(kind -> names.add(KeyName.token(kind)));
    if (links(contract)) {
      names.add(KeyName.LINK);
    }
    if (!contract.identities().isEmpty()) {
      names.add(KeyName.CUSTODIAN);
    }
    return names;
  }

  /** What the manifest says of the keys. */
  public SortedMap<String, String> ids() {
    TreeMap<String, String> ids = new TreeMap<>();
    keys(contract).forEach(name -> ids.put(name.value(), KeyId.of(store, name)));
    return ids;
  }

  /** The keyed hash by which the lake knows the rows of a file in clear again. */
  public String source(String sha256) {
    return HexFormat.of().formatHex(hmac("source", sha256.getBytes(StandardCharsets.US_ASCII)));
  }

  /** What a manifest is sealed with. */
  public byte[] of(Manifest manifest) {
    return hmac("manifest", manifest.sealed());
  }

  private byte[] hmac(String use, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              store.secret(KeyName.producer(contract.producer()), use), "HmacSHA256"));
      return mac.doFinal(message);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java lacks HMAC-SHA-256.", e);
    }
  }

  /**
   * Holds a manifest against this contract and these keys.
   *
   * @param label names the file in sentences
   * @param content hash of the file's other bytes, as they are
   * @throws BadDataException when it is of another dataset, contract or set of keys
   * @throws IntegrityException when it, or the file, was altered
   */
  void check(String label, Manifest.Written written, String content) {
    Manifest manifest = written.manifest();
    if (!manifest.dataset().equals(contract.dataset())) {
      throw new BadDataException(
          label
              + " is a tokenised file of another dataset than "
              + contract.dataset()
              + ": ingest it where it belongs.");
    }
    SortedMap<String, String> ours = ids();
    for (String name : ours.keySet()) {
      if (!ours.get(name).equals(manifest.keys().get(name))) {
        throw new IntegrityException(
            label
                + " was made with another key \""
                + name
                + "\" than the datalab's: have the producer receive its keys again (`datalab keys"
                + " export-tokens`), and tokenise the file anew.");
      }
    }
    if (!MessageDigest.isEqual(of(manifest), written.seal())) {
      throw new IntegrityException(
          label + " has a manifest that was altered: have the producer send the file again.");
    }
    if (!content.equals(manifest.content())) {
      throw new IntegrityException(
          label + " was altered after it was tokenised: have the producer send it again.");
    }
    if (!manifest.contract().equals(ContractFingerprint.of(contract))) {
      throw new BadDataException(
          label
              + " was tokenised under another version of the contract "
              + contract.dataset()
              + ": give the producer the datalab's, and have the file tokenised anew.");
    }
  }
}
