package fr.gouv.datalab.catalogue;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.journal.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What decides the fate of a row in a contract, as one hash: its columns, key, identities and
 * conditions, not its words or the dialect of its files. Two parties who judged rows by contracts
 * of one fingerprint judged them alike.
 */
public final class ContractFingerprint {
  private ContractFingerprint() {}

  /** SHA-256 over the canonical JSON of it, in lower-case hexadecimal. */
  public static String of(Contract contract) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("dataset", contract.dataset());
    all.put("producer", contract.producer());
    all.put("uniqueKey", contract.uniqueKey());
    all.put("columns", contract.columns().stream().map(ContractFingerprint::column).toList());
    all.put(
        "identities", contract.identities().stream().map(ContractFingerprint::identity).toList());
    all.put("rules", contract.rules().stream().map(r -> List.of(r.name(), r.check())).toList());
    return Sha256.hex(CanonicalJson.of(all));
  }

  private static List<Object> column(Column column) {
    List<Object> parts = new ArrayList<>();
    parts.add(column.name());
    parts.add(column.type().toString());
    parts.add(column.sensitivity().toString());
    parts.add(column.required());
    parts.add(column.min().orElse(null));
    parts.add(column.max().orElse(null));
    parts.add(column.values());
    parts.add(column.pattern().orElse(null));
    parts.add(column.derivation().map(Derivation::toString).orElse(null));
    return parts;
  }

  private static Map<String, Object> identity(Identity identity) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("name", identity.name());
    parts.put("key", identity.key());
    parts.put("when", identity.when());
    parts.put("roles", identity.roles());
    parts.put("linkage", identity.linkage());
    return parts;
  }
}
