package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.lake.spark.TableRewrite;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Takes envelopes out of the vault. The first row of a batch also has the header that opens the
 * others: such a row stays, without a person and without an envelope.
 */
final class Envelopes {
  private static final Map<String, Column> EMPTY =
      Map.of(
          "identite", functions.lit(null).cast("string"),
          "cle", functions.lit(null).cast("binary"),
          "scelle", functions.lit(null).cast("binary"));

  private Envelopes() {}

  /** Removes the envelopes of some rows, and says how many. */
  static long remove(TableRewrite vault, Column condition) {
    Column sealed = condition.and(functions.col("scelle").isNotNull());
    Column header = functions.col("entete").isNotNull();
    long emptied = vault.update(sealed.and(header), EMPTY);
    return emptied + vault.delete(sealed.and(functions.not(header)));
  }

  /** Removes the envelopes whose row is no longer in the lake, and says how many. */
  static long removeOrphans(Contract contract, DatasetTables tables) {
    Dataset<Row> kept = null;
    for (Identity identity : contract.identities()) {
      Dataset<Row> keys =
          tables
              .lake()
              .rows()
              .select(
                  functions.lit(identity.name()).as("identite"),
                  functions.col(identity.key()).as("cle"),
                  functions.col(LakeTable.DELIVERY).as("livraison"))
              .where("cle is not null");
      kept = kept == null ? keys : kept.union(keys);
    }
    if (kept == null) {
      return 0;
    }
    return tables
        .vault()
        .keepMatched(
            kept.distinct(),
            "old.identite = kept.identite and old.cle = kept.cle and old."
                + LakeTable.DELIVERY
                + " = kept.livraison",
            "old.scelle is not null",
            "old.entete is not null",
            EMPTY);
  }
}
