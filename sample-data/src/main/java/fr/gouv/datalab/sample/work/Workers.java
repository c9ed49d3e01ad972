package fr.gouv.datalab.sample.work;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.training.Paths;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contracts of persons who were not trained: a share of those of working age. */
final class Workers {
  static final double DECLARED = 0.46;
  private static final Weighted COUNT = new Weighted(70, 22, 8);
  private final Chance chance;

  Workers(Chance chance) {
    this.chance = chance.of("salariés");
  }

  boolean declared(long person, int age) {
    return age >= 18 && age <= 64 && chance.happens(person, 0, DECLARED);
  }

  List<Contract> of(Person person) {
    long id = person.number();
    List<Contract> contracts = new ArrayList<>();
    int count = 1 + COUNT.pick(chance.bits(id, 1));
    LocalDate start = LocalDate.of(2020, 1, 1).plusDays(chance.below(id, 2, 1500));
    for (int i = 0; i < count; i++) {
      boolean permanent = chance.happens(id, 3 + 4 * i, i == 0 ? 0.62 : 0.3);
      if (permanent) {
        int years = chance.below(id, 4 + 4 * i, Math.max(1, Math.min(30, person.age() - 18)));
        boolean ended = chance.happens(id, 5 + 4 * i, 0.2);
        LocalDate end = start.plusDays(30 + chance.below(id, 6 + 4 * i, 1000));
        LocalDate from = i == 0 ? start.minusYears(years) : start;
        contracts.add(new Contract("CDI", from, ended ? Optional.of(end) : Optional.empty()));
        if (!ended) {
          break;
        }
        start = end.plusDays(10);
      } else {
        LocalDate end = start.plusDays(7 + chance.below(id, 6 + 4 * i, 360));
        contracts.add(
            new Contract(
                chance.happens(id, 5 + 4 * i, 0.3) ? "CTT" : "CDD", start, Optional.of(end)));
        start = end.plusDays(1 + chance.below(id, 4 + 4 * i, 120));
      }
      if (!start.isBefore(Paths.TODAY)) {
        break;
      }
    }
    return contracts;
  }
}
