package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import fr.gouv.datalab.linkage.AgreementPatterns;
import fr.gouv.datalab.linkage.BlockingRule;
import fr.gouv.datalab.linkage.Comparison;
import fr.gouv.datalab.linkage.FellegiSunter;
import fr.gouv.datalab.linkage.LinkOptions;
import fr.gouv.datalab.linkage.LinkReport;
import fr.gouv.datalab.linkage.Rarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Links two datasets that share no number, by their tokens of civil status.
 *
 * <p>Rows lie in {@link TokenBlock}s and are named by their place there. Keys, pairs and candidates
 * travel between partitions in {@link Parcels}: keys to {@link BlockTable}s, pairs to their left
 * rows, left rows with their pairs to the right rows, where each pair is compared to one number.
 * The model learns from the counts of these numbers; the odds of pairs that share a row compete.
 * What the driver holds does not grow with the rows: counts of patterns and of rules, and samples.
 * The same inputs give the same pairs, however they are spread.
 */
public final class Linker {
  /** Rows of each side that are crossed to learn what random pairs agree in. */
  private static final int SAMPLE = 3_000;

  /** Rows of each side in which names are counted. */
  private static final int NAMES = 200_000;

  private static final int KEYS_PER_TABLE = 1 << 18;
  private static final double LEAST_LOG_ODDS = Math.log(1e-4);
  private static final double MOST_LOG_ODDS = 23;
  private static final int EXCHANGES = 3;

  private final SparkSession session;
  private final Side left;
  private final Side right;
  private final LinkOptions options;
  private final List<Runnable> held;

  private Linker(
      SparkSession session, Side left, Side right, LinkOptions options, List<Runnable> held) {
    this.session = session;
    this.left = left;
    this.right = right;
    this.options = options;
    this.held = held;
  }

  /**
   * Links.
   *
   * @param left columns {@code id}, unique, a bigint, a string or a binary, and {@code tokens}, of
   *     {@link fr.gouv.datalab.civilstatus.LinkTokens}
   * @param right likewise
   */
  public static LinkResult link(Dataset<Row> left, Dataset<Row> right, LinkOptions options) {
    List<Runnable> held = new ArrayList<>();
    Side one = Side.of(left);
    held.add(one.blocks()::unpersist);
    Side other = Side.of(right);
    held.add(other.blocks()::unpersist);
    return new Linker((SparkSession) left.sparkSession(), one, other, options, held).link();
  }

  private LinkResult link() {
    List<BlockingRule> rules = BlockingRule.choose(left.shared(right), rows());
    JavaRDD<BlockTable> tables = hold(tables(rules));
    BlockBounds bounds = BlockBounds.of(tables, rules, options.largestBlock(), rows());
    JavaRDD<ComparedBlock> compared = hold(compared(tables, bounds.largest()));
    List<FellegiSunter.Count> patterns = counts(compared);
    FellegiSunter model = fit(patterns);
    Dataset<Row> assigned = assigned(scored(compared, model));
    assigned.persist(StorageLevel.MEMORY_AND_DISK());
    held.add(assigned::unpersist);
    Dataset<Row> best = assigned.filter(col("chosen")).select("left", "right", "probability");
    Dataset<Row> pairs = best.filter(col("probability").geq(options.threshold()));
    return new LinkResult(best, pairs, report(bounds.uses(), patterns, model, assigned), held);
  }

  private long rows() {
    return left.count() + right.count();
  }

  private <T> JavaRDD<T> hold(JavaRDD<T> rows) {
    JavaRDD<T> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK());
    held.add(persisted::unpersist);
    return persisted;
  }

  /** The blocks of all rules: the keys of both sides, grouped. */
  private JavaRDD<BlockTable> tables(List<BlockingRule> rules) {
    int parallel = left.blocks().context().defaultParallelism();
    int targets = (int) Math.max(parallel, Math.min(4096, rows() * rules.size() / KEYS_PER_TABLE));
    JavaPairRDD<Integer, byte[]> keys =
        keys(left, false, rules, targets).union(keys(right, true, rules, targets));
    return grouped(keys, targets).mapPartitions(each -> List.of(BlockTable.of(each)).iterator());
  }

  private static JavaPairRDD<Integer, byte[]> keys(
      Side side, boolean isRight, List<BlockingRule> rules, int targets) {
    return side.blocks()
        .mapPartitionsWithIndex(
            (partition, blocks) ->
                new KeyParcels(blocks.next(), partition, isRight, rules, targets),
            true)
        .mapToPair(parcel -> parcel);
  }

  private static JavaRDD<Tuple2<Integer, byte[]>> grouped(
      JavaPairRDD<Integer, byte[]> parcels, int targets) {
    return parcels.partitionBy(new Parcels.Addressed(targets)).map(parcel -> parcel);
  }

  private JavaRDD<ComparedBlock> compared(JavaRDD<BlockTable> tables, long[] largest) {
    Rarity rarity = rarity();
    int lefts = left.blocks().getNumPartitions();
    int rights = right.blocks().getNumPartitions();
    JavaRDD<Tuple2<Integer, byte[]>> pairs =
        grouped(tables.flatMapToPair(table -> new PairParcels(table, largest, lefts)), lefts);
    JavaPairRDD<Integer, byte[]> candidates =
        left.blocks()
            .zipPartitions(
                pairs,
                (blocks, parcels) ->
                    (Iterator<Tuple2<Integer, byte[]>>)
                        new CandidateParcels(blocks.next(), parcels, rights))
            .mapToPair(parcel -> parcel);
    return right
        .blocks()
        .zipPartitions(
            grouped(candidates, rights),
            (blocks, parcels) ->
                List.of(ComparedBlock.of(blocks.next(), parcels, rarity)).iterator());
  }

  /** How frequent names are, from a sample of both sides. */
  private Rarity rarity() {
    return Rarity.counted(
        left.sampledTokens(Rarity.SLOTS, NAMES, 3), right.sampledTokens(Rarity.SLOTS, NAMES, 4));
  }

  private FellegiSunter fit(List<FellegiSunter.Count> patterns) {
    double most =
        switch (options.assignment()) {
          case ONE_TO_ONE -> Math.min(left.count(), right.count());
          case ONE_LEFT_PER_RIGHT -> right.count();
          case ALL -> Math.max(left.count(), right.count());
        };
    return FellegiSunter.fit(
        patterns, random(), Math.max(1.0, (double) left.count() * right.count()), most);
  }

  /** Patterns of the pairs of a sample of both sides. */
  private List<FellegiSunter.Count> random() {
    List<byte[]> others = right.sample(SAMPLE, 2);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    return counts(
        spark
            .parallelize(left.sample(SAMPLE, 1), 2 * spark.defaultParallelism())
            .mapPartitions(
                ones -> {
                  Map<Integer, Long> counts = new HashMap<>();
                  while (ones.hasNext()) {
                    byte[] one = ones.next();
                    for (byte[] other : others) {
                      counts.merge(AgreementPatterns.compare(one, other), 1L, Long::sum);
                    }
                  }
                  return List.of(counts).iterator();
                })
            .collect());
  }

  private static List<FellegiSunter.Count> counts(JavaRDD<ComparedBlock> compared) {
    return counts(compared.map(ComparedBlock::patterns).collect());
  }

  private static List<FellegiSunter.Count> counts(List<Map<Integer, Long>> parts) {
    Map<Integer, Long> counts = new TreeMap<>();
    parts.forEach(part -> part.forEach((pattern, n) -> counts.merge(pattern, n, Long::sum)));
    return counts.entrySet().stream()
        .map(count -> new FellegiSunter.Count(count.getKey(), count.getValue()))
        .toList();
  }

  /**
   * Columns {@code left}, {@code right}, {@code odds} of the pairs that may be matches, the {@code
   * total} of the odds of a right row's pairs, and whether a pair is its right row's {@code first}.
   */
  private Dataset<Row> scored(JavaRDD<ComparedBlock> compared, FellegiSunter model) {
    IdType leftType = left.type();
    IdType rightType = right.type();
    JavaRDD<InternalRow> rows =
        right
            .blocks()
            .zipPartitions(
                compared,
                (blocks, each) ->
                    each.next()
                        .scored(
                            blocks.next(),
                            model,
                            LEAST_LOG_ODDS,
                            MOST_LOG_ODDS,
                            leftType,
                            rightType));
    StructType schema =
        new StructType()
            .add("left", leftType.dataType())
            .add("right", rightType.dataType())
            .add("odds", DataTypes.DoubleType, false)
            .add("total", DataTypes.DoubleType, false)
            .add("first", DataTypes.BooleanType, false);
    return session.internalCreateDataFrame(rows.rdd(), schema, false);
  }

  /** Adds {@code probability} and {@code chosen}: whether a pair is its rows' best. */
  private Dataset<Row> assigned(Dataset<Row> scored) {
    Column odds = col("odds");
    return switch (options.assignment()) {
      case ALL ->
          scored
              .withColumn("probability", probability(odds))
              .withColumn("chosen", lit(true))
              .drop("odds", "total", "first");
      case ONE_LEFT_PER_RIGHT ->
          scored
              .withColumn("probability", round(odds.divide(col("total").plus(1)), 9))
              .withColumn("chosen", col("first"))
              .drop("odds", "total", "first");
      case ONE_TO_ONE ->
          exchanged(scored.drop("total", "first"))
              .withColumn("probability", probability(col("belief")))
              .withColumn("chosen", best("right", "left").and(best("left", "right")))
              .drop("odds", "belief");
    };
  }

  /**
   * The odds of a pair given that each of its rows has at most one counterpart: sums and products
   * of messages between rows (belief propagation on the graph of pairs; exact where it is a tree).
   */
  private static Dataset<Row> exchanged(Dataset<Row> scored) {
    Dataset<Row> pairs = scored.withColumn("toRight", col("odds"));
    for (int exchange = 0; exchange < EXCHANGES; exchange++) {
      pairs = pairs.withColumn("toLeft", message("toRight", "right"));
      pairs = pairs.withColumn("toRight", message("toLeft", "left"));
    }
    return pairs
        .withColumn("toLeft", message("toRight", "right"))
        .withColumn("belief", col("toLeft").multiply(col("toRight")).divide(col("odds")))
        .drop("toLeft", "toRight");
  }

  private static Column message(String received, String row) {
    Column others = functions.greatest(total(col(received), row).minus(col(received)), lit(0.0));
    return col("odds").divide(others.plus(1));
  }

  private static Column total(Column odds, String row) {
    String other = row.equals("right") ? "left" : "right";
    WindowSpec all =
        Window.partitionBy(row)
            .orderBy(other)
            .rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    return sum(odds).over(all);
  }

  private static Column best(String row, String other) {
    return row_number()
        .over(Window.partitionBy(row).orderBy(col("probability").desc(), col(other)))
        .equalTo(1);
  }

  private static Column probability(Column odds) {
    return round(odds.divide(odds.plus(1)), 9);
  }

  private LinkReport report(
      List<LinkReport.RuleUse> uses,
      List<FellegiSunter.Count> patterns,
      FellegiSunter model,
      Dataset<Row> assigned) {
    Column kept = col("chosen").and(col("probability").geq(options.threshold()));
    List<Row> tenths =
        assigned
            .groupBy(least(floor(col("probability").multiply(10)), lit(9L)).as("tenth"))
            .agg(
                count(lit(1)),
                sum("probability"),
                sum(when(kept, 1L).otherwise(0L)),
                coalesce(sum(when(kept, col("probability"))), lit(0.0)))
            .orderBy("tenth")
            .collectAsList();
    long compared = patterns.stream().mapToLong(FellegiSunter.Count::pairs).sum();
    long[] pairs = new long[10];
    double[] expected = new double[10];
    long keptPairs = 0;
    double keptExpected = 0;
    for (Row row : tenths) {
      int tenth = (int) row.getLong(0);
      pairs[tenth] = row.getLong(1);
      expected[tenth] = row.getDouble(2);
      keptPairs += row.getLong(3);
      keptExpected += row.getDouble(4);
    }
    pairs[0] += compared - java.util.Arrays.stream(pairs).sum();
    List<LinkReport.Band> bands = new ArrayList<>();
    for (int tenth = 0; tenth < 10; tenth++) {
      bands.add(
          new LinkReport.Band(tenth / 10.0, (tenth + 1) / 10.0, pairs[tenth], expected[tenth]));
    }
    double matches = java.util.Arrays.stream(expected).sum();
    return new LinkReport(
        left.count(),
        right.count(),
        uses,
        compared,
        model.prior(),
        weights(model, patterns),
        bands,
        keptPairs,
        matches,
        keptPairs == 0 ? 1 : keptExpected / keptPairs,
        matches == 0 ? 1 : keptExpected / matches);
  }

  private static List<LinkReport.LevelWeight> weights(
      FellegiSunter model, List<FellegiSunter.Count> patterns) {
    List<LinkReport.LevelWeight> weights = new ArrayList<>();
    for (Comparison comparison : Comparison.values()) {
      if (patterns.stream().allMatch(c -> AgreementPatterns.level(c.pattern(), comparison) == 0)) {
        continue;
      }
      for (int level = 1; level <= comparison.levels().size(); level++) {
        weights.add(
            new LinkReport.LevelWeight(
                comparison,
                comparison.levels().get(level - 1),
                model.m()[comparison.ordinal()][level],
                model.u()[comparison.ordinal()][level],
                model.weight(comparison, level)));
      }
    }
    return weights;
  }
}
