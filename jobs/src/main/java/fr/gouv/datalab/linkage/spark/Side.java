package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import fr.gouv.datalab.civilstatus.LinkSlot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * One side of a linkage and what was counted in it.
 *
 * @param rows columns {@code id} and {@code tokens}
 * @param count number of rows
 * @param presence share of rows that have a slot
 */
record Side(Dataset<Row> rows, long count, Map<LinkSlot, Double> presence) {

  static Side of(Dataset<Row> rows) {
    List<Column> sums = new ArrayList<>();
    for (LinkSlot slot : LinkSlot.values()) {
      sums.add(
          sum(functions.shiftrightunsigned(col("present"), slot.ordinal()).bitwiseAND(1))
              .as(slot.name()));
    }
    Row counted =
        rows.select(Generated.present(col("tokens")).as("present"))
            .agg(functions.count(lit(1)).as("rows"), sums.toArray(Column[]::new))
            .first();
    long count = counted.getLong(0);
    Map<LinkSlot, Double> presence = new EnumMap<>(LinkSlot.class);
    for (LinkSlot slot : LinkSlot.values()) {
      presence.put(slot, count == 0 ? 0 : counted.getLong(1 + slot.ordinal()) / (double) count);
    }
    return new Side(rows, count, presence);
  }

  /** The lesser presence of two sides. */
  Map<LinkSlot, Double> shared(Side other) {
    Map<LinkSlot, Double> least = new EnumMap<>(LinkSlot.class);
    presence.forEach((slot, share) -> least.put(slot, Math.min(share, other.presence.get(slot))));
    return least;
  }

  /** Columns {@code rule}, {@code key}, and the id under a name. */
  Dataset<Row> keys(BlockKeys keys, String name) {
    return rows.select(col("id"), functions.posexplode(Generated.keys(keys, col("tokens"))))
        .select(col("id").as(name), col("pos").as("rule"), col("col").as("key"))
        .filter(col("key").notEqual(0L));
  }

  /** Columns {@code slot}, a place in the list, and {@code token}, of what is not missing. */
  Dataset<Row> tokens(List<LinkSlot> slots) {
    Column[] all =
        slots.stream()
            .map(slot -> Generated.token(col("tokens"), slot.ordinal()))
            .toArray(Column[]::new);
    return rows.select(functions.posexplode(functions.array(all)))
        .toDF("slot", "token")
        .filter(col("token").notEqual(0L));
  }

  /** The rows whose ids have the least hashes: the same ones at each run. */
  Dataset<Row> sample(int rows, int seed) {
    return this.rows
        .orderBy(functions.xxhash64(col("id"), lit(seed)), col("id"))
        .limit(rows)
        .select("tokens");
  }
}
