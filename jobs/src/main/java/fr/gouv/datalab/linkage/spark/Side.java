package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.civilstatus.LinkSlot;
import fr.gouv.datalab.linkage.TokenizedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;

/**
 * One side of a linkage: its rows, one {@link TokenBlock} a partition, and what was counted in it.
 *
 * @param count number of rows
 * @param presence share of rows that have a slot
 */
record Side(JavaRDD<TokenBlock> blocks, IdType type, long count, Map<LinkSlot, Double> presence) {
  private static final int SLOTS = TokenBlock.SLOTS;

  /** Reads columns {@code id} and {@code tokens}. */
  static Side of(Dataset<Row> rows) {
    Dataset<Row> both = rows.select("id", "tokens");
    IdType type = IdType.of(both.schema().apply("id").dataType());
    JavaRDD<InternalRow> internal = both.queryExecution().toRdd().toJavaRDD();
    return of(internal.mapPartitions(each -> List.of(TokenBlock.of(each, type)).iterator()), type);
  }

  /** Reads a tokenised file; ids are the numbers of its rows. */
  static Side of(SparkSession session, Path file) {
    return of(
        TokenSlice.of(session, file, TokenizedFile.RECORD)
            .map(slice -> TokenBlock.of(slice.read())),
        IdType.NUMBER);
  }

  private static Side of(JavaRDD<TokenBlock> read, IdType type) {
    JavaRDD<TokenBlock> blocks = read.persist(StorageLevel.MEMORY_AND_DISK());
    long[] counted =
        blocks
            .map(Side::counted)
            .fold(
                new long[SLOTS + 1],
                (a, b) -> IntStream.rangeClosed(0, SLOTS).mapToLong(i -> a[i] + b[i]).toArray());
    Map<LinkSlot, Double> presence = new EnumMap<>(LinkSlot.class);
    for (LinkSlot slot : LinkSlot.values()) {
      presence.put(
          slot, counted[SLOTS] == 0 ? 0 : counted[slot.ordinal()] / (double) counted[SLOTS]);
    }
    return new Side(blocks, type, counted[SLOTS], presence);
  }

  private static long[] counted(TokenBlock block) {
    long[] present = new long[SLOTS + 1];
    long[] tokens = new long[SLOTS];
    for (int row = 0; row < block.rows(); row++) {
      block.tokens(row, tokens);
      for (int slot = 0; slot < SLOTS; slot++) {
        if (tokens[slot] != 0) {
          present[slot]++;
        }
      }
    }
    present[SLOTS] = block.rows();
    return present;
  }

  /** The lesser presence of two sides. */
  Map<LinkSlot, Double> shared(Side other) {
    Map<LinkSlot, Double> least = new EnumMap<>(LinkSlot.class);
    presence.forEach((slot, share) -> least.put(slot, Math.min(share, other.presence.get(slot))));
    return least;
  }

  /**
   * The tokens of the rows whose hashes under a seed are the least: the same ones however the rows
   * are spread.
   */
  List<long[]> sample(int rows, long seed) {
    double share = 1.2 * (rows + 50) / Math.max(1, count);
    List<long[]> near = blocks.flatMap(block -> chosen(block, seed, share).iterator()).collect();
    return near.stream()
        .sorted(
            Comparator.<long[]>comparingLong(tokens -> hash(tokens, seed))
                .thenComparing(Arrays::compare))
        .limit(rows)
        .toList();
  }

  private static List<long[]> chosen(TokenBlock block, long seed, double share) {
    long most = share >= 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
    long[] tokens = new long[SLOTS];
    List<long[]> rows = new ArrayList<>();
    for (int row = 0; row < block.rows(); row++) {
      block.tokens(row, tokens);
      if (hash(tokens, seed) <= most) {
        rows.add(tokens.clone());
      }
    }
    return rows;
  }

  /**
   * Tokens of some slots of about as many rows, one row after the other; all when there are less.
   */
  List<long[]> sampledTokens(List<LinkSlot> slots, int rows, long seed) {
    double share = rows / (double) Math.max(1, count);
    return blocks
        .map(
            block -> {
              List<long[]> chosen = chosen(block, seed, share);
              long[] tokens = new long[slots.size() * chosen.size()];
              for (int i = 0; i < tokens.length; i++) {
                tokens[i] = chosen.get(i / slots.size())[slots.get(i % slots.size()).ordinal()];
              }
              return tokens;
            })
        .collect();
  }

  /** Not negative. Tokens are as good as random: each needs only its place. */
  private static long hash(long[] tokens, long seed) {
    long mixed = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      mixed ^= Long.rotateLeft(tokens[slot], slot);
    }
    long hash = (mixed ^ seed * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ hash >>> 31) * 0x94D049BB133111EBL;
    return (hash ^ hash >>> 29) & Long.MAX_VALUE;
  }
}
