package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.col;

import fr.gouv.datalab.linkage.AgreementPatterns;
import fr.gouv.datalab.linkage.Assignment;
import fr.gouv.datalab.linkage.Bands;
import fr.gouv.datalab.linkage.BlockingRule;
import fr.gouv.datalab.linkage.Comparison;
import fr.gouv.datalab.linkage.FellegiSunter;
import fr.gouv.datalab.linkage.LinkOptions;
import fr.gouv.datalab.linkage.LinkReport;
import fr.gouv.datalab.linkage.PatternCounts;
import fr.gouv.datalab.linkage.Rarity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
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
    return link(
        (SparkSession) left.sparkSession(), () -> Side.of(left), () -> Side.of(right), options);
  }

  /**
   * Links two tokenised files; a row's id is its number.
   *
   * @param left of {@link fr.gouv.datalab.linkage.TokenizedFile}
   * @param right likewise
   */
  static LinkResult link(SparkSession session, Path left, Path right, LinkOptions options) {
    return link(session, () -> Side.of(session, left), () -> Side.of(session, right), options);
  }

  private static LinkResult link(
      SparkSession session, Supplier<Side> left, Supplier<Side> right, LinkOptions options) {
    List<Runnable> held = new ArrayList<>();
    Side one = left.get();
    held.add(one.blocks()::unpersist);
    Side other = right.get();
    held.add(other.blocks()::unpersist);
    return new Linker(session, one, other, options, held).link();
  }

  private LinkResult link() {
    List<BlockingRule> rules = BlockingRule.choose(left.shared(right), rows());
    JavaRDD<BlockTable> tables = hold(tables(rules));
    BlockBounds bounds = BlockBounds.of(tables, rules, options.largestBlock(), rows());
    JavaRDD<ComparedBlock> compared = hold(compared(tables, bounds.largest()));
    List<FellegiSunter.Count> patterns = counts(compared);
    FellegiSunter model = fit(patterns);
    JavaRDD<ScoredBlock> scored = hold(scored(compared, model));
    if (options.assignment() == Assignment.ONE_TO_ONE) {
      return oneToOne(scored, bounds, patterns, model);
    }
    double threshold = options.threshold();
    Bands bands =
        scored.map(block -> block.bands(threshold)).fold(new Bands(threshold), Bands::add);
    JavaRDD<InternalRow> rows = rows(scored);
    return new LinkResult(
        () -> table(rows, "probability"),
        rows,
        threshold,
        report(bounds.uses(), patterns, model, bands),
        held);
  }

  private LinkResult oneToOne(
      JavaRDD<ScoredBlock> scored,
      BlockBounds bounds,
      List<FellegiSunter.Count> patterns,
      FellegiSunter model) {
    Dataset<Row> assigned = OneToOne.assigned(table(rows(scored), "odds"));
    assigned.persist(StorageLevel.MEMORY_AND_DISK());
    held.add(assigned::unpersist);
    double threshold = options.threshold();
    Bands bands =
        assigned
            .select("probability", "chosen")
            .toJavaRDD()
            .mapPartitions(
                pairs -> {
                  Bands some = new Bands(threshold);
                  pairs.forEachRemaining(pair -> some.add(pair.getDouble(0), pair.getBoolean(1)));
                  return List.of(some).iterator();
                })
            .fold(new Bands(threshold), Bands::add);
    Dataset<Row> best = assigned.filter(col("chosen")).select("left", "right", "probability");
    return new LinkResult(
        () -> best,
        best.queryExecution().toRdd().toJavaRDD(),
        threshold,
        report(bounds.uses(), patterns, model, bands),
        held);
  }

  private JavaRDD<InternalRow> rows(JavaRDD<ScoredBlock> scored) {
    IdType leftType = left.type();
    IdType rightType = right.type();
    return scored.flatMap(block -> block.rows(leftType, rightType));
  }

  private Dataset<Row> table(JavaRDD<InternalRow> rows, String value) {
    return session.internalCreateDataFrame(
        rows.rdd(), ScoredBlock.schema(left.type(), right.type(), value), false);
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
    JavaRDD<Tuple2<Integer, byte[]>> keys =
        keys(left, false, rules, targets).union(keys(right, true, rules, targets));
    return Parcels.sent(keys, targets)
        .mapPartitions(each -> List.of(BlockTable.of(each)).iterator());
  }

  private static JavaRDD<Tuple2<Integer, byte[]>> keys(
      Side side, boolean isRight, List<BlockingRule> rules, int targets) {
    return side.blocks()
        .mapPartitionsWithIndex(
            (partition, blocks) ->
                new KeyParcels(blocks.next(), partition, isRight, rules, targets),
            true);
  }

  private JavaRDD<ComparedBlock> compared(JavaRDD<BlockTable> tables, long[] largest) {
    Broadcast<Rarity> rarity = context().broadcast(rarity());
    held.add(rarity::destroy);
    int lefts = left.blocks().getNumPartitions();
    int rights = right.blocks().getNumPartitions();
    JavaRDD<Tuple2<Integer, byte[]>> pairs =
        Parcels.sent(tables.flatMap(table -> new PairParcels(table, largest, lefts)), lefts);
    JavaRDD<Tuple2<Integer, byte[]>> candidates =
        left.blocks()
            .zipPartitions(
                pairs,
                (blocks, parcels) ->
                    (Iterator<Tuple2<Integer, byte[]>>)
                        new CandidateParcels(blocks.next(), parcels, rights));
    return right
        .blocks()
        .zipPartitions(
            Parcels.sent(candidates, rights),
            (blocks, parcels) ->
                List.of(ComparedBlock.of(blocks.next(), parcels, rarity.value())).iterator());
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
    Broadcast<List<long[]>> others = context().broadcast(right.sample(SAMPLE, 2));
    List<FellegiSunter.Count> counts =
        context()
            .parallelize(left.sample(SAMPLE, 1), 2 * context().defaultParallelism())
            .mapPartitions(
                ones -> {
                  PatternCounts some = new PatternCounts();
                  while (ones.hasNext()) {
                    long[] one = ones.next();
                    for (long[] other : others.value()) {
                      some.add(AgreementPatterns.compare(one, other), 1);
                    }
                  }
                  return List.of(some).iterator();
                })
            .fold(new PatternCounts(), PatternCounts::add)
            .counts();
    others.destroy();
    return counts;
  }

  private static List<FellegiSunter.Count> counts(JavaRDD<ComparedBlock> compared) {
    return compared
        .map(ComparedBlock::patterns)
        .fold(new PatternCounts(), PatternCounts::add)
        .counts();
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /** The pairs that may be matches. */
  private JavaRDD<ScoredBlock> scored(JavaRDD<ComparedBlock> compared, FellegiSunter model) {
    Assignment assignment = options.assignment();
    return right
        .blocks()
        .zipPartitions(
            compared,
            (blocks, each) ->
                List.of(
                        each.next()
                            .scored(
                                blocks.next(), model, LEAST_LOG_ODDS, MOST_LOG_ODDS, assignment))
                    .iterator());
  }

  private LinkReport report(
      List<LinkReport.RuleUse> uses,
      List<FellegiSunter.Count> patterns,
      FellegiSunter model,
      Bands bands) {
    long compared = patterns.stream().mapToLong(FellegiSunter.Count::pairs).sum();
    double matches = bands.expected();
    return new LinkReport(
        left.count(),
        right.count(),
        uses,
        compared,
        model.prior(),
        weights(model, patterns),
        bands.bands(compared),
        bands.kept(),
        matches,
        bands.kept() == 0 ? 1 : bands.keptExpected() / bands.kept(),
        matches == 0 ? 1 : bands.keptExpected() / matches);
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
