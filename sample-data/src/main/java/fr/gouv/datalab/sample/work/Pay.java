package fr.gouv.datalab.sample.work;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.files.Row;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.people.Sex;

/**
 * Working time and gross monthly pay of a contract: not below the minimum wage for its time,
 * lognormal above it.
 */
final class Pay {
  private static final double MINIMUM = 1_801.80;
  private final Chance chance;

  Pay(Chance chance) {
    this.chance = chance.of("salaires");
  }

  /** Fills {@code quotite} and {@code salaire_brut_mensuel}. */
  void fill(Row row, Person person, Contract contract, long number) {
    double part = chance.unit(number);
    double full = person.sex() == Sex.F ? 0.73 : 0.91;
    int share =
        part < full
            ? 100
            : part < full + 0.09
                ? 80
                : part < full + 0.15 ? 50 : 20 + 5 * chance.below(number, 1, 12);
    row.number(share * 100L)
        .number(Math.round(100 * monthly(person, contract, number) * share / 100));
  }

  private double monthly(Person person, Contract contract, long number) {
    return switch (contract.nature()) {
      case "STAGE" -> 660;
      case "APP" -> MINIMUM * (0.43 + 0.10 * chance.below(number, 2, 5));
      case "PRO" -> MINIMUM * (0.65 + 0.35 * chance.unit(number, 2));
      default -> {
        double experience = Math.min(30, Math.max(0, person.age() - 20)) / 30.0;
        double median = 420 + 620 * experience + (contract.permanent() ? 260 : 0);
        yield MINIMUM
            + median
                * StrictMath.exp(0.95 * chance.normal(number, 3))
                * (person.sex() == Sex.F ? 0.86 : 1);
      }
    };
  }
}
