package fr.gouv.datalab.sample.homes;

import fr.gouv.datalab.sample.chance.Chance;
import java.util.Map;

/**
 * Reference tax income: zero for a few, lognormal for most, with a Pareto tail for the top two per
 * cent. The median depends on age, couple and department; the factors are our own composition after
 * the order of the departments in INSEE's local tax statistics.
 */
final class Incomes {
  private static final Map<String, Double> DEPARTMENT =
      Map.ofEntries(
          Map.entry("75", 1.30),
          Map.entry("92", 1.38),
          Map.entry("78", 1.34),
          Map.entry("91", 1.16),
          Map.entry("77", 1.08),
          Map.entry("94", 1.08),
          Map.entry("95", 1.04),
          Map.entry("93", 0.84),
          Map.entry("74", 1.26),
          Map.entry("01", 1.12),
          Map.entry("69", 1.10),
          Map.entry("38", 1.06),
          Map.entry("73", 1.06),
          Map.entry("31", 1.06),
          Map.entry("33", 1.04),
          Map.entry("44", 1.05),
          Map.entry("35", 1.04),
          Map.entry("67", 1.04),
          Map.entry("68", 1.04),
          Map.entry("06", 1.02),
          Map.entry("13", 0.98),
          Map.entry("59", 0.91),
          Map.entry("62", 0.87),
          Map.entry("02", 0.86),
          Map.entry("08", 0.87),
          Map.entry("23", 0.84),
          Map.entry("09", 0.87),
          Map.entry("11", 0.85),
          Map.entry("66", 0.86),
          Map.entry("2A", 0.94),
          Map.entry("2B", 0.88),
          Map.entry("971", 0.72),
          Map.entry("972", 0.75),
          Map.entry("973", 0.58),
          Map.entry("974", 0.66),
          Map.entry("976", 0.30));

  private final Chance chance;

  Incomes(Chance chance) {
    this.chance = chance.of("revenu");
  }

  /** Whole euros, from 0 to 50 million. */
  long of(long household, int age, boolean couple, String department) {
    if (chance.happens(household, 1, couple ? 0.015 : 0.055)) {
      return 0;
    }
    double median =
        17_200 * ageFactor(age) * (couple ? 2.15 : 1) * DEPARTMENT.getOrDefault(department, 0.96);
    double income = median * StrictMath.exp((couple ? 0.52 : 0.60) * chance.normal(household, 2));
    if (chance.happens(household, 3, 0.02)) {
      income *= StrictMath.pow(1 - chance.unit(household, 4), -1 / 2.2);
    }
    return Math.min(50_000_000L, Math.round(income));
  }

  private static double ageFactor(int age) {
    if (age < 25) {
      return 0.45 + 0.06 * (age - 18);
    }
    if (age < 62) {
      double distance = (age - 50) / 25.0;
      return 1.28 - 0.40 * distance * distance;
    }
    return Math.max(0.95, 1.12 - 0.006 * (age - 62));
  }
}
