package fr.gouv.datalab.linkage;

import java.io.Serializable;
import java.util.List;

/**
 * The model of Fellegi and Sunter: given that two rows are of the same person, each comparison
 * shows a level with probability m; given that they are not, with probability u; comparisons are
 * independent given either. The weight of a pattern is the sum of log2(m/u) over what is not
 * missing, and the prior odds make it a probability.
 *
 * <p>Learnt without labels by expectation and maximisation on the counts of patterns. All pairs of
 * the two files are thought of: those that share a block are counted by pattern; the others count
 * as non-matches, so that the prior is that of the whole product, and m is not bent towards what
 * the blocks agree in as long as they find nearly all matches. u is learnt from random pairs, each
 * weighing what it is likely not to be a match.
 *
 * @param m by comparison and level, level 0 unused
 * @param u likewise
 * @param prior probability that a pair of rows, one of each side, is a match
 */
public record FellegiSunter(double[][] m, double[][] u, double prior) implements Serializable {
  private static final int ROUNDS = 200;
  private static final double SETTLED = 1e-7;

  /** Observations that the starting value of m counts as. */
  private static final double BELIEF = 4;

  /**
   * A pattern and how many pairs show it.
   *
   * @param pattern as {@link AgreementPatterns} compares
   * @param pairs at least 1
   */
  public record Count(int pattern, long pairs) {}

  /**
   * Learns the model.
   *
   * @param candidates patterns of all pairs that share a block
   * @param random patterns of random pairs
   * @param product rows of the left side times rows of the right
   * @param mostMatches the number of matches that the assignment allows
   */
  public static FellegiSunter fit(
      List<Count> candidates, List<Count> random, double product, double mostMatches) {
    double[][] m = startingM();
    double[][] u = frequencies(random, null);
    double prior = Math.max(1, mostMatches * 0.5) / product;
    FellegiSunter model = new FellegiSunter(m, u, prior);
    for (int round = 0; round < ROUNDS; round++) {
      FellegiSunter next = model.maximised(candidates, random, product, mostMatches);
      boolean settled = next.distance(model) < SETTLED;
      model = next;
      if (settled) {
        break;
      }
    }
    return model;
  }

  /** Natural logarithm of the odds that a pair of this pattern is a match. */
  public double logOdds(int pattern) {
    double sum = Math.log(prior / (1 - prior));
    for (int c = 0; c < m.length; c++) {
      int level = AgreementPatterns.level(pattern, COMPARISONS[c]);
      if (level > 0) {
        sum += Math.log(m[c][level] / u[c][level]);
      }
    }
    return sum;
  }

  /** The weight of a level in bits: log2(m/u). */
  public double weight(Comparison comparison, int level) {
    int c = comparison.ordinal();
    return Math.log(m[c][level] / u[c][level]) / Math.log(2);
  }

  /** The probability that a pair of this pattern is a match. */
  public double probability(int pattern) {
    return 1 / (1 + Math.exp(-logOdds(pattern)));
  }

  private static final Comparison[] COMPARISONS = Comparison.values();

  private FellegiSunter maximised(
      List<Count> candidates, List<Count> random, double product, double mostMatches) {
    double[][] sums = new double[COMPARISONS.length][];
    double[][] start = startingM();
    for (int c = 0; c < sums.length; c++) {
      sums[c] = start[c].clone();
      for (int level = 1; level < sums[c].length; level++) {
        sums[c][level] *= BELIEF;
      }
    }
    double matches = 0;
    for (Count count : candidates) {
      double weight = probability(count.pattern) * count.pairs;
      matches += weight;
      add(sums, count.pattern, weight);
    }
    double nextPrior = Math.max(0.5, Math.min(matches, mostMatches)) / product;
    return new FellegiSunter(normalised(sums), frequencies(random, this), nextPrior);
  }

  /** Shares of levels in random pairs, each weighing its probability of not being a match. */
  private static double[][] frequencies(List<Count> random, FellegiSunter model) {
    double[][] sums = new double[COMPARISONS.length][];
    for (int c = 0; c < sums.length; c++) {
      sums[c] = new double[COMPARISONS[c].radix()];
      java.util.Arrays.fill(sums[c], 0.5);
    }
    for (Count count : random) {
      double weight = model == null ? 1 : 1 - model.probability(count.pattern);
      add(sums, count.pattern, weight * count.pairs);
    }
    return normalised(sums);
  }

  private static void add(double[][] sums, int pattern, double weight) {
    for (int c = 0; c < sums.length; c++) {
      sums[c][AgreementPatterns.level(pattern, COMPARISONS[c])] += weight;
    }
  }

  private static double[][] normalised(double[][] sums) {
    for (double[] levels : sums) {
      double total = 0;
      for (int level = 1; level < levels.length; level++) {
        total += levels[level];
      }
      for (int level = 1; level < levels.length; level++) {
        levels[level] /= total;
      }
      levels[0] = 0;
    }
    return sums;
  }

  /** Matches agree: five in six exactly, the rest in equal parts. */
  private static double[][] startingM() {
    double[][] m = new double[COMPARISONS.length][];
    for (int c = 0; c < m.length; c++) {
      int levels = COMPARISONS[c].levels().size();
      m[c] = new double[levels + 1];
      int exact = COMPARISONS[c] == Comparison.NOM ? 5 : levels;
      for (int level = 1; level <= levels; level++) {
        m[c][level] = level == exact ? 0.85 : 0.15 / (levels - 1);
      }
    }
    return m;
  }

  private double distance(FellegiSunter other) {
    double distance = Math.abs(prior - other.prior) / Math.max(prior, other.prior);
    for (int c = 0; c < m.length; c++) {
      for (int level = 1; level < m[c].length; level++) {
        distance = Math.max(distance, Math.abs(m[c][level] - other.m[c][level]));
      }
    }
    return distance;
  }
}
