package fr.gouv.datalab.sample.truth;

import fr.gouv.datalab.sample.Source.Aside;
import fr.gouv.datalab.sample.files.Bytes;
import fr.gouv.datalab.sample.people.Person;
import java.time.LocalDate;

/** Who is who: the files of {@code truth/} that name persons and vehicles in clear. */
public final class Register {
  /** All persons of the files. */
  public static final Aside PERSONS =
      new Aside(
          "personnes.csv.gz", "personne,nir,spi,nom_naissance,nom_usage,prenoms,date_naissance");

  /** All vehicles, with the person who holds them; none when a company does. */
  public static final Aside VEHICLES =
      new Aside("vehicules.csv.gz", "immatriculation,vin,personne");

  /** Declarants and the vehicles they hold, where the rows of both are accepted. */
  public static final Aside LINKS = new Aside("liens.csv", "spi,immatriculation");

  private Register() {}

  /** A line of {@link #PERSONS}. */
  public static void person(Bytes out, Person person) {
    out.number(person.number(), 1)
        .ascii(',')
        .text(person.nir())
        .ascii(',')
        .text(person.spi())
        .ascii(',');
    out.text(person.birthName())
        .ascii(',')
        .text(person.marriedName())
        .ascii(',')
        .text(person.firstNames())
        .ascii(',');
    LocalDate day = LocalDate.ofEpochDay(person.birthDate());
    out.number(day.getYear(), 4)
        .ascii('-')
        .number(day.getMonthValue(), 2)
        .ascii('-')
        .number(day.getDayOfMonth(), 2)
        .ascii('\n');
  }
}
