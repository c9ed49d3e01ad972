package fr.gouv.datalab.linkage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs counted by tenth of their probability, with those that are kept: what a report says of
 * them. Of one thread.
 */
public final class Bands implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int TENTHS = 10;

  private final double threshold;
  private final long[] pairs = new long[TENTHS];
  private final double[] expected = new double[TENTHS];
  private long kept;
  private double keptExpected;

  /** None yet; a chosen pair is kept from a probability on. */
  public Bands(double threshold) {
    this.threshold = threshold;
  }

  /**
   * Counts a pair.
   *
   * @param chosen whether the assignment gives it to its rows
   */
  public void add(double probability, boolean chosen) {
    int tenth = Math.min(TENTHS - 1, (int) (probability * TENTHS));
    pairs[tenth]++;
    expected[tenth] += probability;
    if (chosen && probability >= threshold) {
      kept++;
      keptExpected += probability;
    }
  }

  /** Adds what another counted. */
  public Bands add(Bands other) {
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      pairs[tenth] += other.pairs[tenth];
      expected[tenth] += other.expected[tenth];
    }
    kept += other.kept;
    keptExpected += other.keptExpected;
    return this;
  }

  /**
   * The bands.
   *
   * @param compared all compared pairs; those that were not counted here are the least probable
   */
  public List<LinkReport.Band> bands(long compared) {
    long rest = compared;
    for (long some : pairs) {
      rest -= some;
    }
    List<LinkReport.Band> bands = new ArrayList<>();
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      bands.add(
          new LinkReport.Band(
              tenth / 10.0,
              (tenth + 1) / 10.0,
              pairs[tenth] + (tenth == 0 ? rest : 0),
              expected[tenth]));
    }
    return bands;
  }

  /** Pairs kept. */
  public long kept() {
    return kept;
  }

  /** Sum of the probabilities of all pairs. */
  public double expected() {
    double sum = 0;
    for (double some : expected) {
      sum += some;
    }
    return sum;
  }

  /** Sum of the probabilities of the pairs kept. */
  public double keptExpected() {
    return keptExpected;
  }
}
