package fr.gouv.datalab.linkage;

import java.io.Serializable;
import java.util.List;

/**
 * The model of Fellegi and Sunter: given that two rows are of the same person, each comparison
 * shows a level with probability m; given that they are of strangers, with probability u;
 * comparisons are independent given either. Two persons of one household are neither: they share
 * surname and address as a match does, and are strangers in what is about the person alone ( {@link
 * Comparison#isPersonal}). They are a third class, with probabilities h; without it, files without
 * a person in common would yield their families as matches.
 *
 * <p>Learnt without labels by expectation and maximisation on the counts of patterns. All pairs of
 * the two files are thought of: those that share a block are counted by pattern; the others count
 * as strangers, so that the priors are those of the whole product, and m is not bent towards what
 * the blocks agree in as long as they find nearly all matches. u is learnt from random pairs, each
 * weighing what it is likely to be of strangers.
 *
 * @param m by comparison and level, level 0 unused
 * @param h likewise; u where a comparison is about the person alone
 * @param u likewise
 * @param prior probability that a pair of rows, one of each side, is a match
 * @param household probability that it is of two persons of one household
 */
public record FellegiSunter(
    double[][] m, double[][] h, double[][] u, double prior, double household)
    implements Serializable {
  private static final int ROUNDS = 300;
  private static final double SETTLED = 1e-7;
  private static final Comparison[] COMPARISONS = Comparison.values();

  /** Observations that the starting values of m and h count as. */
  private static final double BELIEF = 4;

  /** The share of matches that may differ in a comparison; more would be another class of pairs. */
  private static final double MOST_DIFFERENT = 0.35;

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
    double[][] u = frequencies(random, null);
    double prior = Math.max(1, mostMatches * 0.5) / product;
    FellegiSunter model =
        new FellegiSunter(start(0.85), withPersonal(start(0.6), u), u, prior, prior);
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
    return logOdds(pattern, 0, 0);
  }

  /**
   * The same for a pair whose names are rarer or commoner than the average.
   *
   * @param family what the rarity of surname and birthplace adds against strangers, who agree in
   *     them by chance, and not against a household, which has them in common
   * @param person what the rarity of the first name adds against both
   */
  public double logOdds(int pattern, double family, double person) {
    double match = Math.log(prior);
    double home = Math.log(household) - person;
    double stranger = Math.log(Math.max(1e-12, 1 - prior - household)) - person - family;
    for (int c = 0; c < m.length; c++) {
      int level = AgreementPatterns.level(pattern, COMPARISONS[c]);
      if (level > 0) {
        match += Math.log(m[c][level]);
        home += Math.log(h[c][level]);
        stranger += Math.log(u[c][level]);
      }
    }
    double most = Math.max(home, stranger);
    return match - most - Math.log1p(Math.exp(-Math.abs(home - stranger)));
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

  /** The probability that a pair of this pattern is of one household, given that it is no match. */
  private double sameHome(int pattern) {
    double logarithm = Math.log(household / Math.max(1e-12, 1 - prior - household));
    for (int c = 0; c < h.length; c++) {
      int level = AgreementPatterns.level(pattern, COMPARISONS[c]);
      if (level > 0) {
        logarithm += Math.log(h[c][level] / u[c][level]);
      }
    }
    return 1 / (1 + Math.exp(-logarithm));
  }

  private FellegiSunter maximised(
      List<Count> candidates, List<Count> random, double product, double mostMatches) {
    double[][] matching = start(0.85);
    double[][] homes = start(0.6);
    for (int c = 0; c < matching.length; c++) {
      for (int level = 1; level < matching[c].length; level++) {
        matching[c][level] *= BELIEF;
        homes[c][level] *= BELIEF;
      }
    }
    double matches = 0;
    double families = 0;
    for (Count count : candidates) {
      double probability = probability(count.pattern);
      double match = probability * count.pairs;
      double home = (1 - probability) * sameHome(count.pattern) * count.pairs;
      matches += match;
      families += home;
      add(matching, count.pattern, match);
      add(homes, count.pattern, home);
    }
    double[][] nextU = frequencies(random, this);
    return new FellegiSunter(
        bounded(normalised(matching)),
        withPersonal(normalised(homes), nextU),
        nextU,
        Math.max(0.5, Math.min(matches, mostMatches)) / product,
        Math.min(0.5, Math.max(0.5, families) / product));
  }

  /** Shares of levels in random pairs, each weighing its probability of being of strangers. */
  private static double[][] frequencies(List<Count> random, FellegiSunter model) {
    double[][] sums = new double[COMPARISONS.length][];
    for (int c = 0; c < sums.length; c++) {
      sums[c] = new double[COMPARISONS[c].radix()];
      java.util.Arrays.fill(sums[c], 0.5);
    }
    for (Count count : random) {
      double weight =
          model == null
              ? 1
              : (1 - model.probability(count.pattern)) * (1 - model.sameHome(count.pattern));
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

  /** Matches that differ in the person itself, more often than errors can explain, are none. */
  private static double[][] bounded(double[][] m) {
    for (Comparison comparison : COMPARISONS) {
      double[] levels = m[comparison.ordinal()];
      if (comparison.isPersonal() && levels[1] > MOST_DIFFERENT) {
        double others = 1 - levels[1];
        for (int level = 2; level < levels.length; level++) {
          levels[level] *= (1 - MOST_DIFFERENT) / others;
        }
        levels[1] = MOST_DIFFERENT;
      }
    }
    return m;
  }

  private static double[][] withPersonal(double[][] h, double[][] u) {
    for (Comparison comparison : COMPARISONS) {
      if (comparison.isPersonal()) {
        h[comparison.ordinal()] = u[comparison.ordinal()].clone();
      }
    }
    return h;
  }

  /** A share of exact agreement, the rest in equal parts. */
  private static double[][] start(double share) {
    double[][] levels = new double[COMPARISONS.length][];
    for (int c = 0; c < levels.length; c++) {
      int count = COMPARISONS[c].levels().size();
      levels[c] = new double[count + 1];
      for (int level = 1; level <= count; level++) {
        levels[c][level] = level == COMPARISONS[c].exact() ? share : (1 - share) / (count - 1);
      }
    }
    return levels;
  }

  private double distance(FellegiSunter other) {
    double distance =
        Math.max(
            Math.abs(prior - other.prior) / Math.max(prior, other.prior),
            Math.abs(household - other.household) / Math.max(household, other.household));
    for (int c = 0; c < m.length; c++) {
      for (int level = 1; level < m[c].length; level++) {
        distance = Math.max(distance, Math.abs(m[c][level] - other.m[c][level]));
        distance = Math.max(distance, Math.abs(h[c][level] - other.h[c][level]));
      }
    }
    return distance;
  }
}
