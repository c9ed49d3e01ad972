package fr.gouv.datalab.sample.people;

import java.util.ArrayList;
import java.util.List;

/**
 * The joint distribution of sexes and ages of a household's declarants: our own composition, shaped
 * on the French age pyramid and on the share of adults who file as a couple (see the module's
 * README).
 */
final class Strata {
  static final int YOUNGEST = 18;
  static final int OLDEST = 100;
  private static final double COUPLES = 0.51;
  private static final int GAP = 12;

  private Strata() {}

  /** All strata; weights sum to one. */
  static List<Stratum> all() {
    List<Stratum> couples = new ArrayList<>();
    List<Stratum> singles = new ArrayList<>();
    for (int age = YOUNGEST; age <= OLDEST; age++) {
      addCouples(couples, age);
      for (Sex sex : Sex.values()) {
        singles.add(new Stratum(sex, age, false, sex, 0, alive(sex, age) * (1 - coupled(age))));
      }
    }
    List<Stratum> all = new ArrayList<>(scaled(couples, COUPLES));
    all.addAll(scaled(singles, 1 - COUPLES));
    return all;
  }

  private static void addCouples(List<Stratum> couples, int age) {
    for (int gap = -GAP; gap <= GAP; gap++) {
      int other = age + gap;
      if (other < YOUNGEST || other > OLDEST) {
        continue;
      }
      double weight =
          alive(Sex.M, age) * coupled(age) * StrictMath.exp(-(gap + 2.3) * (gap + 2.3) / 32.0);
      couples.add(new Stratum(Sex.M, age, true, Sex.F, other, weight * 0.80));
      couples.add(new Stratum(Sex.F, other, true, Sex.M, age, weight * 0.175));
      couples.add(new Stratum(Sex.M, age, true, Sex.M, other, weight * 0.0125));
      couples.add(new Stratum(Sex.F, age, true, Sex.F, other, weight * 0.0125));
    }
  }

  private static double alive(Sex sex, int age) {
    int plateau = sex == Sex.M ? 72 : 77;
    return age <= plateau ? 1 : Math.pow((OLDEST + 4.0 - age) / (OLDEST + 4 - plateau), 1.5);
  }

  private static double coupled(int age) {
    if (age < 40) {
      return Math.max(0.02, 0.72 * Math.min(1, (age - 19) / 16.0));
    }
    return age <= 72 ? 0.72 : Math.max(0.1, 0.72 - (age - 72) * 0.025);
  }

  private static List<Stratum> scaled(List<Stratum> strata, double share) {
    double total = strata.stream().mapToDouble(Stratum::weight).sum();
    return strata.stream()
        .map(
            s ->
                new Stratum(
                    s.firstSex(),
                    s.firstAge(),
                    s.couple(),
                    s.secondSex(),
                    s.secondAge(),
                    s.weight() * share / total))
        .toList();
  }
}
