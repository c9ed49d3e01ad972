package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.IdentityFormat;
import java.io.Serializable;
import java.util.ArrayList;

/** What a pass over a delivery wants of each row. */
sealed interface RowsWanted extends Serializable {

  /**
   * A 128-bit hash of the key of every row whose fields can be told apart.
   *
   * @param key places of the key's columns
   * @param onlyGood whether rows that break a rule are left out
   * @param columns places of the columns whose typed values follow the hash
   */
  record Keys(int[] key, boolean onlyGood, int[] columns) implements RowsWanted {}

  /**
   * Good rows: typed values, identifiers raw, linkage tokens.
   *
   * @param columns places of the columns
   * @param links identities whose tokens follow
   * @param keys where the keys are
   */
  record Good(int[] columns, ArrayList<IdentityFormat> links, String keys) implements RowsWanted {}

  /**
   * Rows for quarantine, with what may be kept of them.
   *
   * @param conditions whether rows that the reader finds good are given too, with rule -1, because
   *     a condition between columns may still refuse them
   */
  record Bad(int[] columns, boolean conditions) implements RowsWanted {}

  /**
   * The identities of good rows, sealed to their custodian.
   *
   * @param columns places of the columns whose typed values follow
   * @param delivery named in the batch that seals them
   */
  record Sealed(int[] columns, ArrayList<IdentityFormat> identities, String keys, String delivery)
      implements RowsWanted {}
}
