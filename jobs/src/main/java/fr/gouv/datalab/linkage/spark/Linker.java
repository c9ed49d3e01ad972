package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import fr.gouv.datalab.civilstatus.LinkSlot;
import fr.gouv.datalab.linkage.AgreementPatterns;
import fr.gouv.datalab.linkage.BlockingRule;
import fr.gouv.datalab.linkage.Comparison;
import fr.gouv.datalab.linkage.FellegiSunter;
import fr.gouv.datalab.linkage.LinkOptions;
import fr.gouv.datalab.linkage.LinkReport;
import fr.gouv.datalab.linkage.Rarity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Links two datasets that share no number, by their tokens of civil status.
 *
 * <p>Blocks are counted before they are joined; the pairs of a block are compared to one number
 * each; the model learns from the counts of these numbers; the odds of pairs that share a row
 * compete. What the driver holds does not grow with the rows: counts of patterns, of rules, and the
 * most frequent names' tokens. The same inputs give the same pairs.
 */
public final class Linker {
  /** Rows of each side that are crossed to learn what random pairs agree in. */
  private static final int SAMPLE = 3_000;

  /** A rule that costs more pairs per row than this is left out, as one block. */
  private static final long PAIRS_PER_ROW = 200;

  private static final double LEAST_LOG_ODDS = Math.log(1e-4);
  private static final double MOST_LOG_ODDS = 23;
  private static final int EXCHANGES = 3;

  private final Side left;
  private final Side right;
  private final LinkOptions options;
  private final List<Dataset<Row>> held;

  private Linker(Side left, Side right, LinkOptions options, List<Dataset<Row>> held) {
    this.left = left;
    this.right = right;
    this.options = options;
    this.held = held;
  }

  /**
   * Links.
   *
   * @param left columns {@code id}, unique and of any type that can be ordered, and {@code tokens},
   *     of {@link fr.gouv.datalab.civilstatus.LinkTokens}
   * @param right likewise
   */
  public static LinkResult link(Dataset<Row> left, Dataset<Row> right, LinkOptions options) {
    List<Dataset<Row>> held = new ArrayList<>();
    Side one = Side.of(hold(left.select("id", "tokens"), held));
    Side other = Side.of(hold(right.select("id", "tokens"), held));
    return new Linker(one, other, options, held).link();
  }

  private LinkResult link() {
    List<BlockingRule> rules = BlockingRule.choose(left.shared(right));
    List<LinkReport.RuleUse> uses = new ArrayList<>();
    Dataset<Row> compared = hold(compared(candidates(rules, uses)), held);
    List<FellegiSunter.Count> patterns = counts(compared);
    FellegiSunter model = fit(patterns);
    Dataset<Row> scored =
        compared
            .select(
                col("left"),
                col("right"),
                Generated.logOdds(model, col("pattern")).plus(col("adjustment")).as("logOdds"))
            .filter(col("logOdds").gt(LEAST_LOG_ODDS))
            .select(
                col("left"),
                col("right"),
                exp(least(col("logOdds"), lit(MOST_LOG_ODDS))).as("odds"));
    Dataset<Row> assigned = hold(assigned(scored), held);
    Dataset<Row> best = assigned.filter(col("chosen")).select("left", "right", "probability");
    Dataset<Row> pairs = best.filter(col("probability").geq(options.threshold()));
    return new LinkResult(best, pairs, report(uses, patterns, model, assigned), held);
  }

  private static Dataset<Row> hold(Dataset<Row> rows, List<Dataset<Row>> held) {
    Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK());
    held.add(persisted);
    return persisted;
  }

  /** Distinct pairs {@code left}, {@code right} that share a block that is not too large. */
  private Dataset<Row> candidates(List<BlockingRule> rules, List<LinkReport.RuleUse> uses) {
    BlockKeys keys = new BlockKeys(rules);
    Dataset<Row> leftKeys = left.keys(keys, "left");
    Dataset<Row> rightKeys = right.keys(keys, "right");
    Dataset<Row> blocks =
        leftKeys
            .select(col("rule"), col("key"), lit(1L).as("l"), lit(0L).as("r"))
            .unionAll(rightKeys.select(col("rule"), col("key"), lit(0L).as("l"), lit(1L).as("r")))
            .groupBy("key")
            .agg(max("rule").as("rule"), sum("l").as("l"), sum("r").as("r"))
            .filter(col("l").gt(0).and(col("r").gt(0)))
            .select(col("rule"), col("key"), col("l").multiply(col("r")).as("pairs"));
    hold(blocks, held);
    Column large = col("pairs").gt(options.largestBlock());
    List<Row> counted =
        blocks
            .groupBy("rule")
            .agg(
                count(lit(1)),
                sum(when(large, 0L).otherwise(col("pairs"))),
                sum(when(large, 1L).otherwise(0L)),
                sum(when(large, col("pairs")).otherwise(0L)))
            .orderBy("rule")
            .collectAsList();
    List<Object> dear = new ArrayList<>();
    long skipped = 0;
    for (Row row : counted) {
      String title = rules.get(row.getInt(0)).title();
      if (row.getLong(2) > PAIRS_PER_ROW * (left.count() + right.count())) {
        dear.add(row.getInt(0));
        uses.add(
            new LinkReport.RuleUse(
                title, row.getLong(1), 0, row.getLong(1), row.getLong(2) + row.getLong(4)));
      } else {
        skipped += row.getLong(3);
        uses.add(
            new LinkReport.RuleUse(
                title, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
      }
    }
    if (!dear.isEmpty()) {
      leftKeys = leftKeys.filter(functions.not(col("rule").isin(dear.toArray())));
    }
    if (skipped > 0) {
      leftKeys = leftKeys.join(blocks.filter(large).select("key"), "key", "left_anti");
    }
    return leftKeys
        .select("key", "left")
        .join(rightKeys.select("key", "right"), "key")
        .select("left", "right")
        .dropDuplicates();
  }

  /** Columns {@code left}, {@code right}, {@code pattern}, {@code adjustment}. */
  private Dataset<Row> compared(Dataset<Row> candidates) {
    Rarity rarity = rarity();
    return candidates
        .join(left.rows().select(col("id").as("left"), col("tokens").as("one")), "left")
        .join(right.rows().select(col("id").as("right"), col("tokens").as("two")), "right")
        .select(
            col("left"),
            col("right"),
            col("one"),
            col("two"),
            Generated.pattern(col("one"), col("two")).as("pattern"))
        .select(
            col("left"),
            col("right"),
            col("pattern"),
            Generated.adjustment(rarity, col("one"), col("two"), col("pattern")).as("adjustment"));
  }

  /** Counts the names' tokens, and gathers those of the frequent ones. */
  private Rarity rarity() {
    Dataset<Row> marked =
        left.tokens(Rarity.SLOTS)
            .unionAll(right.tokens(Rarity.SLOTS))
            .groupBy("slot", "token")
            .agg(count(lit(1)).as("rows"))
            .withColumn("token", when(col("rows").geq(frequentFrom()), col("token")))
            .groupBy("slot", "token")
            .agg(sum("rows"), sum(col("rows").cast("double").multiply(col("rows").minus(1))))
            .orderBy("slot", "token");
    Map<LinkSlot, Double> average = new EnumMap<>(LinkSlot.class);
    Map<LinkSlot, Map<Long, Double>> frequent = new EnumMap<>(LinkSlot.class);
    for (Row row : marked.collectAsList()) {
      LinkSlot slot = Rarity.SLOTS.get(row.getInt(0));
      double known = known(slot);
      average.merge(slot, row.getDouble(3) / known / known, Double::sum);
      if (!row.isNullAt(1)) {
        frequent
            .computeIfAbsent(slot, s -> new HashMap<>())
            .put(row.getLong(1), row.getLong(2) / known);
      }
    }
    return new Rarity(average, frequent);
  }

  /** The number of rows from which a token counts as frequent. */
  private Column frequentFrom() {
    Column least = lit(1.0);
    for (int slot = 0; slot < Rarity.SLOTS.size(); slot++) {
      double rows = Rarity.LEAST * known(Rarity.SLOTS.get(slot));
      least = when(col("slot").equalTo(slot), rows).otherwise(least);
    }
    return least;
  }

  private double known(LinkSlot slot) {
    return left.count() * left.presence().get(slot) + right.count() * right.presence().get(slot);
  }

  private FellegiSunter fit(List<FellegiSunter.Count> patterns) {
    Dataset<Row> random =
        left.sample(SAMPLE, 1)
            .withColumnRenamed("tokens", "one")
            .repartition(
                2 * left.rows().sparkSession().sparkContext().defaultParallelism(), col("one"))
            .crossJoin(
                functions.broadcast(right.sample(SAMPLE, 2).withColumnRenamed("tokens", "two")))
            .select(Generated.pattern(col("one"), col("two")).as("pattern"));
    double most =
        switch (options.assignment()) {
          case ONE_TO_ONE -> Math.min(left.count(), right.count());
          case ONE_LEFT_PER_RIGHT -> right.count();
          case ALL -> Math.max(left.count(), right.count());
        };
    return FellegiSunter.fit(
        patterns, counts(random), Math.max(1.0, (double) left.count() * right.count()), most);
  }

  private static List<FellegiSunter.Count> counts(Dataset<Row> compared) {
    return compared.groupBy("pattern").agg(count(lit(1))).collectAsList().stream()
        .map(row -> new FellegiSunter.Count(row.getInt(0), row.getLong(1)))
        .sorted(Comparator.comparingInt(FellegiSunter.Count::pattern))
        .toList();
  }

  /** Adds {@code probability} and {@code chosen}: whether a pair is its rows' best. */
  private Dataset<Row> assigned(Dataset<Row> scored) {
    Column odds = col("odds");
    return switch (options.assignment()) {
      case ALL ->
          scored
              .withColumn("probability", probability(odds))
              .withColumn("chosen", lit(true))
              .drop("odds");
      case ONE_LEFT_PER_RIGHT ->
          scored
              .withColumn("probability", round(odds.divide(total(odds, "right").plus(1)), 9))
              .withColumn("chosen", best("right", "left"))
              .drop("odds");
      case ONE_TO_ONE ->
          exchanged(scored)
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
