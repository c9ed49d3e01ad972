package fr.gouv.datalab.disclosure;

/**
 * A table that the world already has.
 *
 * @param name what sentences call it
 * @param population the units it counts
 * @param table what was published
 */
public record PastRelease(String name, Population population, PublishedTable table) {}
