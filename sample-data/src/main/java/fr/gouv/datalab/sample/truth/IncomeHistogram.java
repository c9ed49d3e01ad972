package fr.gouv.datalab.sample.truth;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts incomes in whole euros, so that percentiles over all households are exact in constant
 * memory: one counter per euro up to a million, and a sorted map for the few above. Safe for any
 * thread.
 */
public final class IncomeHistogram {
  private static final int LIMIT = 1_000_000;
  private final AtomicIntegerArray counts = new AtomicIntegerArray(LIMIT);
  private final ConcurrentSkipListMap<Long, AtomicLong> above = new ConcurrentSkipListMap<>();
  private final AtomicLong total = new AtomicLong();

  /** Counts an income, in whole euros, not negative. */
  public void add(long income) {
    total.incrementAndGet();
    if (income < LIMIT) {
      counts.incrementAndGet((int) income);
    } else {
      above.computeIfAbsent(income, i -> new AtomicLong()).incrementAndGet();
    }
  }

  /**
   * The nine thresholds of the deciles: percentiles 10 to 90 with linear interpolation between the
   * two closest ranks, as Spark SQL's {@code percentile} computes them.
   */
  public double[] thresholds() {
    double[] thresholds = new double[9];
    for (int i = 0; i < 9; i++) {
      double position = (total.get() - 1) * ((i + 1) / 10.0);
      long lower = (long) Math.floor(position);
      long higher = (long) Math.ceil(position);
      double low = atRank(lower);
      double high = atRank(higher);
      thresholds[i] =
          lower == higher || low == high
              ? low
              : (higher - position) * low + (position - lower) * high;
    }
    return thresholds;
  }

  private double atRank(long rank) {
    long seen = 0;
    for (int income = 0; income < LIMIT; income++) {
      seen += counts.get(income);
      if (seen > rank) {
        return income;
      }
    }
    for (var entry : above.entrySet()) {
      seen += entry.getValue().get();
      if (seen > rank) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("No household was accepted, so there is no decile.");
  }
}
