package fr.gouv.datalab.gate;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.lake.Families;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which of the lake's data keys a grant opens: for {@link
 * fr.gouv.datalab.lake.LakeAccess#open(fr.gouv.datalab.keys.KeyStore, Consumer)}. A column family
 * of which no column was granted stays shut, and every other one is refused from the moment the
 * grant does not hold any more.
 */
public final class GrantedKeys implements Consumer<KeyName> {
  private final Grants grants;
  private final Grant grant;
  private final Map<KeyName, String> datasets = new HashMap<>();

  /**
   * The keys of what was granted.
   *
   * @param families of each dataset of the grant; those of others open nothing
   */
  public GrantedKeys(Grants grants, Grant grant, Collection<Families> families) {
    this.grants = grants;
    this.grant = grant;
    for (Families table : families) {
      if (grant.datasets().containsKey(table.dataset())) {
        datasets.put(table.footerKey(), table.dataset());
        open(table, grant.datasets().get(table.dataset()));
      }
    }
  }

  /**
   * Opens the families of columns that the gate itself must read to serve the grant, and shows to
   * nobody.
   */
  public void open(Families table, Collection<String> columns) {
    for (String column : columns) {
      if (column.startsWith(Contract.VAULT_PREFIX)) {
        datasets.put(KeyName.data(table.dataset(), Families.VAULT), table.dataset());
        continue;
      }
      datasets.put(KeyName.data(table.dataset(), family(table, column)), table.dataset());
    }
  }

  private static String family(Families table, String column) {
    return column.startsWith(Contract.IDENTITY_PREFIX) ? Families.LINKAGE : table.of(column);
  }

  /** Whether the key opens something that was granted, whether or not it still is. */
  boolean covers(KeyName key) {
    return datasets.containsKey(key);
  }

  /**
   * Returns when the key may be had now.
   *
   * @throws fr.gouv.datalab.refusals.RefusedException otherwise, as {@link Grants#check} does
   */
  @Override
  public void accept(KeyName key) {
    String dataset = datasets.get(key);
    if (dataset == null) {
      throw Article.DATA.refuses(
          grant.convention(),
          "The key "
              + key
              + " opens no column that was granted: ask the gate for a column of that family.");
    }
    grants.check(grant, dataset);
  }
}
