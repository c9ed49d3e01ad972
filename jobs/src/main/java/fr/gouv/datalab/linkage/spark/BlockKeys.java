package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.linkage.BlockingRule;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** A row's key under each blocking rule, for generated code. */
public final class BlockKeys implements Serializable {
  private static final long serialVersionUID = 1;

  private final BlockingRule[] rules;

  BlockKeys(List<BlockingRule> rules) {
    this.rules = rules.toArray(BlockingRule[]::new);
  }

  /** An array of long: one key per rule, 0 where a part is missing. */
  public ArrayData of(byte[] tokens) {
    long[] keys = new long[rules.length];
    for (int rule = 0; rule < rules.length; rule++) {
      keys[rule] = rules[rule].key(tokens, rule);
    }
    return UnsafeArrayData.fromPrimitiveArray(keys);
  }
}
