package fr.gouv.datalab.sample.work;

import fr.gouv.datalab.sample.chance.Normal;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.people.Sex;
import fr.gouv.datalab.sample.training.Enrolment;
import fr.gouv.datalab.sample.training.Formation;

/**
 * The truth about employment after training: at each half-year after leaving, the log-odds of being
 * employed are a sum of terms, of which the training's own effect is one. What a person is at one
 * half-year weighs on the next through a latent normal variable with autocorrelation {@link
 * #PERSISTENCE}, which leaves each half-year's probability as it is.
 */
final class EmploymentModel {
  static final double PERSISTENCE = 0.80;
  private static final double[] TREND = {0, 0.14, 0.22, 0.28};

  private EmploymentModel() {}

  /** Log-odds of being employed {@code halfYears} half-years (from 1) after leaving. */
  static double logOdds(Person person, Enrolment enrolment, int halfYears) {
    Formation formation = enrolment.formation();
    int age = enrolment.exit().orElseThrow().getYear() - person.birthYear();
    double ageTerm = age < 20 ? -0.45 : age < 26 ? 0 : age < 40 ? 0.20 : age < 50 ? 0.05 : -0.35;
    double access =
        formation.access().equals("APPRENTISSAGE")
            ? 0.50
            : formation.access().equals("CONTINUE") ? 0.20 : 0;
    return 0.10
        + (person.sex() == Sex.F ? -0.12 : 0)
        + ageTerm
        + 0.14 * (formation.level() - 4)
        + 0.08 * (enrolment.entryLevel() - 3)
        + access
        + (enrolment.certified().orElse(false) ? 0.35 : -0.25)
        + TREND[Math.min(halfYears, TREND.length) - 1]
        + formation.effect();
  }

  /** True when the latent state is that of an employed person at these log-odds. */
  static boolean employed(double latent, double logOdds) {
    return Normal.below(latent) < 1 / (1 + StrictMath.exp(-logOdds));
  }
}
