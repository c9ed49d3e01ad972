package fr.gouv.datalab.sample.homes;

import fr.gouv.datalab.sample.places.Commune;

/**
 * A postal address.
 *
 * @param number number in the street, with {@code BIS} or {@code TER}; empty in a hamlet
 * @param street type and name of the street, in capitals with accents
 * @param complement building, stairs; may be empty
 */
public record Address(
    String number, String street, String complement, String postcode, Commune commune) {}
