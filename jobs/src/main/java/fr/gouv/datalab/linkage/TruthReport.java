package fr.gouv.datalab.linkage;

import java.util.List;

/**
 * Pairs found against pairs known to be true.
 *
 * @param truePairs pairs that are true
 * @param kept at the threshold that was asked
 * @param curve at other thresholds, from the least on
 */
public record TruthReport(long truePairs, Point kept, List<Point> curve) {
  public TruthReport {
    curve = List.copyOf(curve);
  }

  /**
   * One threshold.
   *
   * @param threshold match probability from which a pair is kept
   * @param pairs pairs kept
   * @param hits of which true
   * @param precision {@code hits / pairs}, 1 when nothing is kept
   * @param recall {@code hits} as a share of the true pairs
   * @param f1 their harmonic mean
   */
  public record Point(
      double threshold, long pairs, long hits, double precision, double recall, double f1) {

    /** A point from its counts. */
    public static Point of(double threshold, long pairs, long hits, long truePairs) {
      double precision = pairs == 0 ? 1 : hits / (double) pairs;
      double recall = truePairs == 0 ? 1 : hits / (double) truePairs;
      double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
      return new Point(threshold, pairs, hits, precision, recall, f1);
    }
  }
}
