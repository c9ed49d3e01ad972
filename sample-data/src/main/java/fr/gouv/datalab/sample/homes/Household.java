package fr.gouv.datalab.sample.homes;

import fr.gouv.datalab.sample.people.Person;
import java.util.List;

/**
 * A tax household of the income year 2025.
 *
 * @param declarants one or two persons, the first declarant first
 * @param situation {@code C, M, P, D, V}
 * @param dependants persons in charge
 * @param halfParts family quotient in half parts
 * @param income reference tax income in whole euros
 */
public record Household(
    long number,
    List<Person> declarants,
    char situation,
    int dependants,
    int halfParts,
    long income,
    Address address) {}
