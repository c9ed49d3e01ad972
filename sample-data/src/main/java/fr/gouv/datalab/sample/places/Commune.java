package fr.gouv.datalab.sample.places;

import java.util.List;

/**
 * A commune of today's official geographic code.
 *
 * @param code INSEE code, five characters
 * @param name name with accents, as INSEE writes it
 * @param population municipal population
 * @param department {@code 01}, {@code 2A}, {@code 971}
 * @param region INSEE region code
 * @param postcodes its postcodes, at least one
 */
public record Commune(
    String code,
    String name,
    int population,
    String department,
    String region,
    List<String> postcodes) {}
