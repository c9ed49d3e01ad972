package fr.gouv.datalab.sample.people;

/**
 * Who a person is, as the civil register says.
 *
 * @param number the person's number in this world
 * @param nir 15 characters
 * @param spi 13 digits
 * @param birthName in capitals
 * @param marriedName name of use, empty when none
 * @param firstNames separated by spaces, with accents
 * @param birthDate days since 1970-01-01
 * @param birthplace commune code or {@code 99xxx}
 */
public record Person(
    long number,
    String nir,
    String spi,
    String birthName,
    String marriedName,
    String firstNames,
    Sex sex,
    int birthYear,
    long birthDate,
    String birthplace) {

  /** Age on 31 December 2025. */
  public int age() {
    return Population.YEAR - birthYear;
  }
}
