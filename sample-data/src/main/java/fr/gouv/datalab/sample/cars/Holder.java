package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.files.Row;
import fr.gouv.datalab.sample.homes.Address;
import fr.gouv.datalab.sample.people.Person;

/** The holder's part of a registration: a person, or a company. */
sealed interface Holder {
  /** Fills the columns from {@code type_titulaire} to {@code raison_sociale}. */
  void fill(Row row, Spelling spelling, long vehicle);

  /** The address on the certificate. */
  Address address();

  /**
   * A natural person.
   *
   * @param birthName as the certificate tells it, before spelling; it may be the married name by
   *     mistake
   * @param marriedName empty when the certificate does not tell it
   * @param birthDate days since 1970-01-01, possibly mistaken
   * @param birthplace possibly empty
   */
  record Natural(
      Person person,
      String birthName,
      String marriedName,
      long birthDate,
      String birthplace,
      Address address)
      implements Holder {
    @Override
    public void fill(Row row, Spelling spelling, long vehicle) {
      row.text("P")
          .empty()
          .text(spelling.surname(birthName, vehicle))
          .text(spelling.surname(marriedName, vehicle))
          .text(spelling.firstNames(person.firstNames(), vehicle))
          .text(person.sex().initial())
          .number(birthDate)
          .text(birthplace)
          .empty();
    }
  }

  /** A company. */
  record Company(String siren, String name, Address address) implements Holder {
    @Override
    public void fill(Row row, Spelling spelling, long vehicle) {
      row.text("M").text(siren).empty().empty().empty().empty().empty().empty().text(name);
    }
  }
}
