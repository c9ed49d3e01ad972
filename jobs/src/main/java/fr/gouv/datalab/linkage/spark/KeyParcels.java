package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.linkage.BlockingRule;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/** The keys of a partition's rows under every rule, on their way to the blocks that they name. */
final class KeyParcels extends Parcels {
  /** A key, where its row stands (with side and rule), and the token that splits a large block. */
  static final int RECORD = 20;

  private static final int RULE = 56;
  private static final long RIGHT = 1L << 62;
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final TokenBlock rows;
  private final BlockingRule[] rules;
  private final int targets;
  private final long origin;
  private final byte[] tokens = new byte[LinkTokens.WIDTH];
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
        byte[] parcel = room((int) ((key >>> 33) % targets), RECORD);
        LONG.set(parcel, at, key);
        LONG.set(parcel, at + 8, origin | (long) rule << RULE | row);
        INT.set(parcel, at + 16, (int) LinkTokens.token(tokens, rules[rule].split()));
      }
    }
    row++;
    return true;
  }
}
