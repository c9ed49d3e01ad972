package fr.gouv.datalab.sample.people;

import java.util.ArrayList;
import java.util.List;

/**
 * The declarants of a household who are wanted, without composing the others: most persons are in
 * no training and no contract.
 */
public final class Residents {
  private final Population population;
  private final Persons persons;

  /** The residents of a population. */
  public Residents(Population population, Persons persons) {
    this.population = population;
    this.persons = persons;
  }

  /** Who is wanted. */
  @FunctionalInterface
  public interface Wanted {
    /** By the person's number and age on 31 December 2025. */
    boolean test(long person, int age);
  }

  /** The wanted declarants of a household, first declarant first, without their names of use. */
  public List<Person> of(long household, Wanted wanted) {
    List<Person> found = new ArrayList<>(2);
    int roles = population.couple(household) ? 2 : 1;
    for (int role = 0; role < roles; role++) {
      int age = Population.YEAR - population.declarant(household, role).year();
      if (wanted.test(2 * household + role, age)) {
        found.add(persons.declarant(household, role, false));
      }
    }
    return found;
  }
}
