package fr.gouv.datalab.sample.people;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.names.Names;
import fr.gouv.datalab.sample.numbers.Nir;
import fr.gouv.datalab.sample.numbers.Spi;
import fr.gouv.datalab.sample.places.Birthplaces;
import java.time.LocalDate;
import java.time.YearMonth;

/** Composes persons: a pure function of their number. Safe for any thread. */
public final class Persons {
  private static final double MONTH_UNKNOWN = 0.02;
  private final Population population;
  private final Birthplaces birthplaces = Birthplaces.load();
  private final Names names = Names.load();
  private final Spi spi;
  private final Chance days;
  private final Chance surnames;
  private final Chance firstNames;
  private final Chance marriages;

  /** The persons of a population. */
  public Persons(Chance chance, Population population) {
    this.population = population;
    this.spi = new Spi(chance);
    Chance own = chance.of("personnes");
    this.days = own.of("jour");
    this.surnames = own.of("nom");
    this.firstNames = own.of("prenoms");
    this.marriages = own.of("nom d'usage");
  }

  /**
   * First or second declarant (0, 1) of a household. A married or civil-union couple may share a
   * name of use.
   */
  public Person declarant(long household, int role, boolean married) {
    long number = 2 * household + role;
    String birthName = surname(number);
    String marriedName = married ? marriedName(household, role, birthName) : "";
    return person(number, population.declarant(household, role), birthName, marriedName);
  }

  /** A young adult outside the tax households, 0 to young - 1. */
  public Person youngAdult(long index) {
    long number = 2 * population.households() + index;
    return person(number, population.youngAdult(index), surname(number), "");
  }

  /** The surname that the wife, or one of the two, takes: his or her own, the other's, or both. */
  private String marriedName(long household, int role, String birthName) {
    Birth other = population.declarant(household, 1 - role);
    Birth own = population.declarant(household, role);
    boolean takes = own.sex() == Sex.F && (other.sex() == Sex.M || role == 1);
    double chance = marriages.unit(household);
    String theirs = surname(2 * household + 1 - role);
    if (!takes) {
      return chance > 0.985 ? birthName + "-" + theirs : "";
    }
    double keeps = own.year() > 1980 ? 0.40 : 0.10;
    if (chance < keeps) {
      return "";
    }
    return chance < 0.88
        ? theirs
        : marriages.happens(household, 1, 0.5)
            ? birthName + " " + theirs
            : theirs + "-" + birthName;
  }

  private String surname(long number) {
    String name = names.surname(surnames.bits(number));
    return surnames.happens(number, 1, 0.008)
        ? name + "-" + names.surname(surnames.bits(number, 2))
        : name;
  }

  private Person person(long number, Birth birth, String birthName, String marriedName) {
    int year = birth.year();
    long rank = birth.rank();
    int month = (int) (rank % 12) + 1;
    long inMonth = (birth.births() + 11 - (month - 1)) / 12;
    int place = birthplaces.placeOf(rank / 12, inMonth);
    long order = rank / 12 - birthplaces.start(place, inMonth);
    String code = birthplaces.code(place);
    boolean unknown = code.startsWith("99") && days.happens(number, 1, MONTH_UNKNOWN);
    int written =
        order >= Nir.ORDERS
            ? 38 + 12 * (int) (order / Nir.ORDERS) + month
            : unknown ? 19 + month : month;
    int day = unknown ? 1 : days.below(number, YearMonth.of(year, month).lengthOfMonth()) + 1;
    return new Person(
        number,
        Nir.of(birth.sex(), year, written, code, (int) (order % Nir.ORDERS) + 1),
        spi.of(number),
        birthName,
        marriedName,
        firstNames(number, birth.sex(), year),
        birth.sex(),
        year,
        LocalDate.of(year, unknown ? 1 : month, day).toEpochDay(),
        code);
  }

  private String firstNames(long number, Sex sex, int year) {
    double chance = firstNames.unit(number);
    int count = chance < 0.30 ? 1 : chance < 0.62 ? 2 : 3;
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String name = names.firstName(sex, year, firstNames.bits(number, i + 1));
      if ((" " + all + " ").contains(" " + name + " ")) {
        continue;
      }
      all.append(i == 0 ? "" : " ").append(name);
    }
    return all.toString();
  }
}
