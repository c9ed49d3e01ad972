package fr.gouv.datalab.sample.people;

/**
 * A person's place in the civil register.
 *
 * @param rank 0 to {@code births - 1}, unique among persons of this sex and year
 * @param births how many persons of this sex and year the world has
 */
public record Birth(Sex sex, int year, long rank, long births) {}
