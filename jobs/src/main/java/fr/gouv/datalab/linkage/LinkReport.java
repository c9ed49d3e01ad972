package fr.gouv.datalab.linkage;

import java.util.List;

/**
 * What a linkage did and how well it thinks it did; no value and no token of anyone.
 *
 * @param leftRows rows of the left side
 * @param rightRows rows of the right side
 * @param rules what each blocking rule brought
 * @param comparedPairs distinct pairs that were compared
 * @param prior probability that a random pair is a match, as learnt
 * @param weights of each level of each comparison that both sides allow
 * @param bands compared pairs by match probability, in tenths
 * @param pairs pairs kept
 * @param expectedMatches sum of the probabilities of all compared pairs
 * @param estimatedPrecision mean probability of the pairs kept, 1 when there is none
 * @param estimatedRecall their sum as a share of {@code expectedMatches}, 1 when that is 0
 */
public record LinkReport(
    long leftRows,
    long rightRows,
    List<RuleUse> rules,
    long comparedPairs,
    double prior,
    List<LevelWeight> weights,
    List<Band> bands,
    long pairs,
    double expectedMatches,
    double estimatedPrecision,
    double estimatedRecall) {
  public LinkReport {
    rules = List.copyOf(rules);
    weights = List.copyOf(weights);
    bands = List.copyOf(bands);
  }

  /**
   * One blocking rule.
   *
   * @param rule what two rows must share
   * @param blocks blocks with rows of both sides
   * @param pairs pairs that the rule brought; other rules may have brought some of them too
   * @param largest pairs that one of its blocks may cost
   * @param largeBlocks blocks that cost more: compared only where rows also share {@code splitBy}
   * @param splitBy what splits them
   * @param leftOutPairs pairs of those that were not compared through this rule; through another
   *     they may have been
   */
  public record RuleUse(
      String rule,
      long blocks,
      long pairs,
      long largest,
      long largeBlocks,
      String splitBy,
      long leftOutPairs) {}

  /**
   * One level of one comparison.
   *
   * @param m probability of the level among matches
   * @param u probability of the level among other pairs
   * @param bits log2(m/u)
   */
  public record LevelWeight(Comparison comparison, String level, double m, double u, double bits) {}

  /**
   * Compared pairs whose probability is in [from, to[, the last band closed.
   *
   * @param expected sum of their probabilities
   */
  public record Band(double from, double to, long pairs, double expected) {}
}
