package fr.gouv.datalab.sample.training;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.homes.Households;
import fr.gouv.datalab.sample.people.Person;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is in training between 2020 and 2025, and each one's successive trainings. A pure function of
 * the person.
 */
public final class Paths {
  /** As of this day the world is told. */
  public static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

  static final double ADULTS_TRAINED = 0.034;
  static final double INTERRUPTED = 0.14;
  static final double CERTIFIED = 0.83;
  private static final Weighted TRAININGS = new Weighted(74, 20, 5, 1);
  private final World world;
  private final Offer offer;
  private final Chance chance;

  /** The paths of a world's persons through its offer. */
  public Paths(World world, Offer offer) {
    this.world = world;
    this.offer = offer;
    this.chance = world.chance().of("parcours");
  }

  /**
   * True when the person was in training: all young adults outside the tax households, and a few
   * declarants of 20 to 55.
   */
  public boolean trained(long person, int age) {
    return person >= 2 * world.sizes().households()
        || age >= 20 && age <= 55 && chance.happens(person, 0, ADULTS_TRAINED);
  }

  /** The successive trainings of a person who was trained; possibly none. */
  public List<Enrolment> of(Person person) {
    long id = person.number();
    String department = Households.departmentOf(world.households().home(person, id).code());
    int wanted = 1 + TRAININGS.pick(chance.bits(id, 1));
    int firstYear = Math.max(2020, person.birthYear() + 15);
    int year = firstYear + chance.below(id, 2, Math.max(1, 2026 - firstYear));
    LocalDate notBefore = LocalDate.of(year, 1, 1);
    List<Enrolment> enrolments = new ArrayList<>(wanted);
    for (int rank = 0; rank < wanted; rank++) {
      int draw = 10 + 20 * rank;
      Stage stage = Stage.at(notBefore.getYear() - person.birthYear());
      Formation formation =
          offer.choose(
              stage, department, chance.happens(id, draw, 0.75), chance.bits(id, draw + 1));
      Optional<Enrolment> enrolment = enrol(id, rank, formation, notBefore, enrolments);
      if (enrolment.isEmpty()) {
        break;
      }
      enrolments.add(enrolment.get());
      if (enrolment.get().exit().isEmpty()) {
        break;
      }
      boolean soon = chance.happens(id, draw + 2, 0.75);
      notBefore =
          enrolment
              .get()
              .exit()
              .get()
              .plusDays(
                  soon ? chance.below(id, draw + 3, 60) : 60L + chance.below(id, draw + 3, 600));
    }
    return enrolments;
  }

  private Optional<Enrolment> enrol(
      long id, int rank, Formation formation, LocalDate notBefore, List<Enrolment> before) {
    int draw = 20 + 20 * rank;
    boolean adult = formation.access().equals("CONTINUE");
    LocalDate entry =
        adult
            ? notBefore.plusDays(chance.below(id, draw, 200))
            : september(notBefore).plusDays(chance.below(id, draw, 14));
    boolean again =
        before.stream()
            .anyMatch(e -> e.formation() == formation && e.entry().getYear() == entry.getYear());
    if (entry.getYear() > 2025 || again) {
      return Optional.empty();
    }
    double length = chance.unit(id, draw + 1);
    LocalDate planned =
        adult
            ? entry.plusDays(60 + (long) (270 * length))
            : LocalDate.of(entry.getYear() + (length < 0.35 ? 1 : length < 0.85 ? 2 : 3), 6, 15)
                .plusDays(chance.below(id, draw + 2, 30));
    boolean interrupted = chance.happens(id, draw + 3, INTERRUPTED);
    long days = planned.toEpochDay() - entry.toEpochDay();
    LocalDate exit =
        interrupted
            ? entry.plusDays(10 + (long) ((days - 11) * chance.unit(id, draw + 4)))
            : planned;
    boolean inTraining = !exit.isBefore(TODAY);
    boolean certified = chance.happens(id, draw + 5, interrupted ? 0.04 : CERTIFIED);
    return Optional.of(
        new Enrolment(
            formation,
            rank,
            Math.max(0, formation.level() - 1 - chance.below(id, draw + 6, adult ? 4 : 2)),
            entry,
            planned,
            inTraining ? Optional.empty() : Optional.of(exit),
            inTraining ? Optional.empty() : Optional.of(certified)));
  }

  private static LocalDate september(LocalDate notBefore) {
    LocalDate september = LocalDate.of(notBefore.getYear(), 9, 1);
    return september.isBefore(notBefore) ? september.plusYears(1) : september;
  }
}
