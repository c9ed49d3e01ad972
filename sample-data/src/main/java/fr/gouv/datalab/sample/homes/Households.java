package fr.gouv.datalab.sample.homes;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.people.Persons;
import fr.gouv.datalab.sample.people.Population;
import fr.gouv.datalab.sample.places.Commune;
import fr.gouv.datalab.sample.places.Communes;
import java.util.List;

/** Composes tax households: a pure function of their number. Safe for any thread. */
public final class Households {
  private static final double NEAR_BIRTHPLACE = 0.60;
  private final Population population;
  private final Persons persons;
  private final Communes communes;
  private final Addresses addresses;
  private final Incomes incomes;
  private final Chance homes;
  private final Chance situations;
  private final Chance children;

  /** The households of a population. */
  public Households(Chance chance, Population population, Persons persons, Communes communes) {
    this.population = population;
    this.persons = persons;
    this.communes = communes;
    this.addresses = new Addresses(chance.of("adresses"));
    this.incomes = new Incomes(chance);
    this.homes = chance.of("logements");
    this.situations = chance.of("situations");
    this.children = chance.of("enfants");
  }

  /** The household, 0 to households - 1. */
  public Household at(long number) {
    boolean couple = population.couple(number);
    boolean married = couple && situations.happens(number, 0.80);
    Person first = persons.declarant(number, 0, married);
    List<Person> declarants =
        couple ? List.of(first, persons.declarant(number, 1, married)) : List.of(first);
    char situation = couple ? married ? 'M' : 'P' : alone(number, first.age());
    int dependants = dependants(number, first.age(), couple);
    Commune commune = home(first, number);
    long income = incomes.of(number, first.age(), couple, commune.department());
    int halfParts = halfParts(couple, situation, dependants);
    return new Household(
        number,
        declarants,
        situation,
        dependants,
        halfParts,
        income,
        addresses.in(commune, number));
  }

  /** Where a person lives: more often than not in the department of birth. */
  public Commune home(Person person, long entity) {
    String department = departmentOf(person.birthplace());
    return homes.happens(entity, NEAR_BIRTHPLACE)
        ? communes.in(department, homes.bits(entity, 1))
        : communes.anywhere(homes.bits(entity, 1));
  }

  /** The department of a commune's code; of a country's, none of them. */
  public static String departmentOf(String code) {
    return code.startsWith("97") || code.startsWith("98")
        ? code.substring(0, 3)
        : code.substring(0, 2);
  }

  private char alone(long number, int age) {
    double chance = situations.unit(number, 1);
    double widowed = age < 50 ? 0.005 : Math.min(0.75, (age - 50) * 0.016);
    double divorced = age < 28 ? 0 : Math.min(0.35, (age - 28) * 0.014);
    return chance < widowed ? 'V' : chance < widowed + divorced * (1 - widowed) ? 'D' : 'C';
  }

  private int dependants(long number, int age, boolean couple) {
    double some = age < 24 || age > 66 ? 0.02 : couple ? 0.62 * bell(age) : 0.28 * bell(age);
    if (!children.happens(number, some)) {
      return 0;
    }
    double more = children.unit(number, 1);
    return more < 0.40 ? 1 : more < 0.80 ? 2 : more < 0.95 ? 3 : more < 0.99 ? 4 : 5;
  }

  private static double bell(int age) {
    double distance = (age - 41) / 13.0;
    return Math.min(1, 1.15 * StrictMath.exp(-distance * distance));
  }

  private static int halfParts(boolean couple, char situation, int dependants) {
    int children = dependants <= 2 ? dependants : 2 * dependants - 2;
    int alone = !couple && situation != 'V' && dependants > 0 ? 1 : 0;
    return (couple ? 4 : 2) + children + alone;
  }
}
