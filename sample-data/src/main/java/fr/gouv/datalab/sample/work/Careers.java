package fr.gouv.datalab.sample.work;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.training.Enrolment;
import fr.gouv.datalab.sample.training.Paths;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contracts of a person who was trained: a pure function of the person and the trainings. */
final class Careers {
  private static final int HALF_YEARS = 10;
  private static final Weighted TEMPORARY = new Weighted(62, 30, 8);
  private static final String[] TEMPORARIES = {"CDD", "CTT", "PRO"};
  private final Chance chance;

  Careers(Chance chance) {
    this.chance = chance.of("carrières");
  }

  List<Contract> of(Person person, List<Enrolment> enrolments) {
    List<Contract> contracts = new ArrayList<>();
    if (enrolments.isEmpty()) {
      return contracts;
    }
    before(person, enrolments.get(0), contracts);
    for (int i = 0; i < enrolments.size(); i++) {
      Enrolment enrolment = enrolments.get(i);
      during(enrolment, contracts);
      if (enrolment.exit().isPresent()) {
        LocalDate limit =
            i + 1 < enrolments.size() ? enrolments.get(i + 1).entry() : Paths.TODAY.plusDays(1);
        after(person, enrolment, limit, i + 1 < enrolments.size(), contracts);
      }
    }
    return contracts;
  }

  private void before(Person person, Enrolment first, List<Contract> contracts) {
    int age = first.entry().getYear() - person.birthYear();
    if (age >= 20 && chance.happens(person.number(), 1, 0.45)) {
      LocalDate end = first.entry().minusDays(1 + chance.below(person.number(), 2, 300));
      String nature = chance.happens(person.number(), 3, 0.4) ? "CDI" : "CDD";
      contracts.add(
          new Contract(
              nature, end.minusDays(60 + chance.below(person.number(), 4, 900)), Optional.of(end)));
    }
  }

  private static void during(Enrolment enrolment, List<Contract> contracts) {
    if (enrolment.formation().access().equals("APPRENTISSAGE")) {
      contracts.add(
          new Contract(
              "APP",
              enrolment.entry(),
              Optional.of(enrolment.exit().orElse(enrolment.plannedEnd()))));
    }
  }

  private void after(
      Person person,
      Enrolment enrolment,
      LocalDate limit,
      boolean trainedAgain,
      List<Contract> contracts) {
    long id = enrolment.number(person.number());
    LocalDate exit = enrolment.exit().orElseThrow();
    double latent = chance.normal(id, 10);
    boolean[] employed = new boolean[HALF_YEARS + 2];
    int last = 0;
    for (int k = 1; k <= HALF_YEARS && exit.plusMonths(6L * k).isBefore(limit); k++) {
      employed[k] = EmploymentModel.employed(latent, EmploymentModel.logOdds(person, enrolment, k));
      double rho = EmploymentModel.PERSISTENCE;
      latent = rho * latent + Math.sqrt(1 - rho * rho) * chance.normal(id, 10 + k);
      last = k;
    }
    Spell spell = new Spell(id, exit, limit, last, trainedAgain);
    for (int k = 1; k <= last; k++) {
      if (employed[k]) {
        k = spell(spell, k, employed, enrolment.formation().level(), contracts);
      } else if (chance.happens(id, 30 + k, 0.05)) {
        LocalDate start = exit.plusMonths(6L * k).minusDays(20);
        contracts.add(new Contract("STAGE", start, Optional.of(start.plusDays(75))));
      }
    }
  }

  private record Spell(long id, LocalDate exit, LocalDate limit, int last, boolean trainedAgain) {
    LocalDate reference(int k) {
      return exit.plusMonths(6L * k);
    }
  }

  /**
   * One or more contracts in a row from half-year {@code from}; the last half-year that they cover.
   */
  private int spell(
      Spell spell, int from, boolean[] employed, int level, List<Contract> contracts) {
    LocalDate start = spell.reference(from).minusDays(1 + chance.below(spell.id(), 50 + from, 170));
    for (int k = from; ; k++) {
      boolean permanent =
          chance.happens(spell.id(), 70 + k, Math.min(0.75, 0.24 + 0.09 * (level - 3) + 0.06 * k));
      if (permanent) {
        while (employed[k + 1]) {
          k++;
        }
      }
      boolean runs = k == spell.last() && !spell.trainedAgain();
      LocalDate end = end(spell, k);
      String nature =
          permanent ? "CDI" : TEMPORARIES[TEMPORARY.pick(chance.bits(spell.id(), 90 + k))];
      contracts.add(
          new Contract(nature, start, runs && permanent ? Optional.empty() : Optional.of(end)));
      if (chance.happens(spell.id(), 110 + k, 0.06)) {
        contracts.add(new Contract("CDD", spell.reference(k).minusDays(15), Optional.of(end)));
      }
      if (!employed[k + 1]) {
        return k;
      }
      start = end.plusDays(1);
    }
  }

  /**
   * A day after the reference of half-year {@code k}, before the next one and before the next
   * training.
   */
  private LocalDate end(Spell spell, int k) {
    LocalDate reference = spell.reference(k);
    long room =
        spell.trainedAgain()
            ? Math.min(170, spell.limit().toEpochDay() - reference.toEpochDay())
            : 170;
    return reference.plusDays(chance.below(spell.id(), 130 + k, (int) Math.max(1, room)));
  }
}
