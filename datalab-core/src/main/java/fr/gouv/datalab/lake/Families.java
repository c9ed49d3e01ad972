package fr.gouv.datalab.lake;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.catalogue.Sensitivity;
import fr.gouv.datalab.keys.KeyName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The column families of one table: columns that are granted together share a data key.
 *
 * @param dataset the dataset's name, as {@code dgfip.declarants}
 * @param footer the family of the files' footers, of the log's checkpoints, and of every column
 *     that has no other
 * @param byColumn the family of the other columns
 */
public record Families(String dataset, String footer, Map<String, String> byColumn) {
  /** What everyone who may read anything of the table may read: plain columns, footers, the log. */
  public static final String COMMON = "commun";

  /** Pseudonyms. */
  public static final String IDENTIFIERS = "identifiants";

  /** Quasi-identifiers. */
  public static final String QUASI = "quasi";

  /** Sensitive values: incomes, pay, outcomes. */
  public static final String SENSITIVE = "sensible";

  /** Rows that broke their contract. */
  public static final String QUARANTINE = "quarantaine";

  /** Identities, sealed to their custodian besides. */
  public static final String VAULT = "coffre";

  /** Linkage tokens. */
  public static final String LINKAGE = "lien";

  /** Before the name of an identity, in the column of its linkage tokens. */
  public static final String LINK_COLUMN = "_lien_";

  /** The families of a dataset's table, by the sensitivity of its columns. */
  public static Families of(Contract contract) {
    Map<String, String> byColumn = new LinkedHashMap<>();
    for (Column column : contract.lakeColumns()) {
      if (column.sensitivity() instanceof Sensitivity.Identifier) {
        byColumn.put(column.name(), IDENTIFIERS);
      } else if (column.sensitivity() instanceof Sensitivity.QuasiIdentifier) {
        byColumn.put(column.name(), QUASI);
      } else if (column.sensitivity() instanceof Sensitivity.Sensitive) {
        byColumn.put(column.name(), SENSITIVE);
      }
    }
    for (Identity identity : contract.identities()) {
      if (identity.linkage()) {
        byColumn.put(LINK_COLUMN + identity.name(), LINKAGE);
      }
    }
    return new Families(contract.dataset(), COMMON, byColumn);
  }

  /** The family of a dataset's quarantine, which has one key. */
  public static Families ofQuarantine(String dataset) {
    return new Families(dataset, QUARANTINE, Map.of());
  }

  /** The family of a dataset's sealed identities, which has one key. */
  public static Families ofVault(String dataset) {
    return new Families(dataset, VAULT, Map.of());
  }

  /** Copies the map. */
  public Families {
    byColumn = Map.copyOf(new LinkedHashMap<>(byColumn));
  }

  /** The key of the footers. */
  public KeyName footerKey() {
    return KeyName.data(dataset, footer);
  }

  /** The family of a column. */
  public String of(String column) {
    return byColumn.getOrDefault(column, footer);
  }

  /** Whether a column's values are random to whoever has no key: pseudonyms and linkage tokens. */
  public boolean isRandom(String column) {
    return of(column).equals(IDENTIFIERS) || of(column).equals(LINKAGE);
  }

  /** Every key of the table. */
  public Collection<KeyName> keys() {
    TreeSet<KeyName> keys = new TreeSet<>();
    keys.add(footerKey());
    byColumn.values().forEach(family -> keys.add(KeyName.data(dataset, family)));
    return keys;
  }

  /**
   * The value of Parquet's {@code parquet.encryption.column.keys} for a table with these columns:
   * {@code key:column,column;key:column}. Columns under the footer's key are left out: they need no
   * mention.
   *
   * @param columns of the table, plain ones and not structures
   */
  public String columnKeys(Collection<String> columns) {
    Map<String, StringBuilder> byKey = new TreeMap<>();
    for (String column : columns) {
      if (of(column).equals(footer)) {
        continue;
      }
      String key = KeyName.data(dataset, of(column)).value();
      StringBuilder list = byKey.computeIfAbsent(key, k -> new StringBuilder());
      list.append(list.isEmpty() ? "" : ",").append(column);
    }
    StringBuilder all = new StringBuilder();
    byKey.forEach(
        (key, list) -> all.append(all.isEmpty() ? "" : ";").append(key).append(':').append(list));
    return all.toString();
  }
}
