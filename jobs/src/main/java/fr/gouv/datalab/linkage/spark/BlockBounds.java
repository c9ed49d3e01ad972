package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.linkage.BlockingRule;
import fr.gouv.datalab.linkage.LinkReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * How large the blocks of each rule may be, so that no rule costs more than a few dozen pairs a
 * row, and what that leaves out.
 *
 * @param largest pairs that a block of each rule may cost
 * @param uses what each rule brought
 */
record BlockBounds(long[] largest, List<LinkReport.RuleUse> uses) {
  private static final long PAIRS_PER_ROW = 30;
  private static final long PAIRS_AT_LEAST = 3_000_000;

  /** Classes of sizes: up to 1, 2, 4, 8... pairs; the last one for what exceeds any bound. */
  private static final int CLASSES = 64;

  /**
   * Counts the blocks of each rule by size before any pair is made, and chooses.
   *
   * @param most the bound that no block may exceed
   * @param rows of both sides
   */
  static BlockBounds of(
      JavaRDD<BlockTable> tables, List<BlockingRule> rules, long most, long rows) {
    int count = rules.size();
    long[] blocks = new long[count * CLASSES];
    long[] pairs = new long[count * CLASSES];
    for (long[][] part : tables.map(table -> counted(table, count, most)).collect()) {
      add(blocks, part[0]);
      add(pairs, part[1]);
    }
    long budget = Math.max(PAIRS_AT_LEAST, PAIRS_PER_ROW * rows);
    int[] last = new int[count];
    long[] largest = new long[count];
    for (int rule = 0; rule < count; rule++) {
      last[rule] = lastClass(pairs, rule, budget);
      largest[rule] = last[rule] >= 62 ? most : Math.min(most, 1L << last[rule]);
    }
    long[] split = new long[count];
    tables.map(table -> split(table, largest)).collect().forEach(part -> add(split, part));
    List<LinkReport.RuleUse> uses = new ArrayList<>();
    for (int rule = 0; rule < count; rule++) {
      long all = sum(blocks, rule, 0, CLASSES);
      long largePairs = sum(pairs, rule, last[rule] + 1, CLASSES);
      if (all > 0) {
        uses.add(
            new LinkReport.RuleUse(
                rules.get(rule).title(),
                all,
                sum(pairs, rule, 0, last[rule] + 1) + split[rule],
                largest[rule],
                sum(blocks, rule, last[rule] + 1, CLASSES),
                rules.get(rule).split().name(),
                largePairs - split[rule]));
      }
    }
    return new BlockBounds(largest, List.copyOf(uses));
  }

  /** The largest class that the budget still pays for together with all smaller ones. */
  private static int lastClass(long[] pairs, int rule, long budget) {
    long spent = 0;
    for (int size = 0; size < CLASSES - 1; size++) {
      spent += pairs[rule * CLASSES + size];
      if (spent > budget) {
        return Math.max(0, size - 1);
      }
    }
    return CLASSES - 2;
  }

  private static long[][] counted(BlockTable table, int rules, long most) {
    long[][] counted = new long[2][rules * CLASSES];
    for (int block = 0; block < table.blocks(); block++) {
      long pairs = table.pairs(block);
      int size = pairs > most ? CLASSES - 1 : Long.SIZE - Long.numberOfLeadingZeros(pairs - 1);
      counted[0][table.rule(block) * CLASSES + size]++;
      counted[1][table.rule(block) * CLASSES + size] += pairs;
    }
    return counted;
  }

  private static long[] split(BlockTable table, long[] largest) {
    long[] split = new long[largest.length];
    for (int block = 0; block < table.blocks(); block++) {
      int rule = table.rule(block);
      if (table.pairs(block) > largest[rule]) {
        split[rule] += table.split(block, largest[rule], (left, right) -> {});
      }
    }
    return split;
  }

  private static void add(long[] sums, long[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }

  private static long sum(long[] counts, int rule, int from, int to) {
    long sum = 0;
    for (int size = from; size < to; size++) {
      sum += counts[rule * CLASSES + size];
    }
    return sum;
  }
}
