package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.linkage.BlockingRule;
import java.util.List;

/** The keys of a partition's rows under every rule, on their way to the blocks that they name. */
final class KeyParcels extends Parcels {
  /** A key, where its row stands (with side and rule), and the token that splits a large block. */
  static final int RECORD = 3;

  private static final int RULE = 56;
  private static final long RIGHT = 1L << 62;

  private final TokenBlock rows;
  private final BlockingRule[] rules;
  private final int targets;
  private final long origin;
  private final long[] tokens = new long[TokenBlock.SLOTS];
  private int row;

  KeyParcels(TokenBlock rows, int partition, boolean right, List<BlockingRule> rules, int targets) {
    super(targets);
    this.rows = rows;
    this.rules = rules.toArray(BlockingRule[]::new);
    this.targets = targets;
    this.origin = RowRef.of(partition, 0) | (right ? RIGHT : 0);
  }

  static boolean isRight(long origin) {
    return (origin & RIGHT) != 0;
  }

  static int rule(long origin) {
    return (int) (origin >>> RULE) & 63;
  }

  /** The row alone. */
  static long ref(long origin) {
    return origin & (1L << RULE) - 1;
  }

  @Override
  boolean step() {
    if (row == rows.rows()) {
      return false;
    }
    rows.tokens(row, tokens);
    for (int rule = 0; rule < rules.length; rule++) {
      long key = rules[rule].key(tokens, rule);
      if (key != 0) {
        long[] parcel = room((int) ((key >>> 33) % targets), RECORD);
        parcel[at] = key;
        parcel[at + 1] = origin | (long) rule << RULE | row;
        parcel[at + 2] = (int) tokens[rules[rule].split().ordinal()];
      }
    }
    row++;
    return true;
  }
}
