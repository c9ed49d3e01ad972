package fr.gouv.datalab.disclosure;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A table that the world has, or is about to have.
 *
 * @param name what sentences call it
 * @param population the units it counts
 * @param published what is public of it
 * @param hidden what its publisher hides, confidential; none when another published it: then of its
 *     hidden cells only those inferred exactly are said
 */
public record ReleasedTable(
    String name, Population population, PublishedTable published, Optional<HiddenFigures> hidden) {

  /** A table that was just protected. */
  public static ReleasedTable of(String name, Population population, ProtectedTable table) {
    PublishedTable published = PublishedTable.of(table);
    return new ReleasedTable(
        name, population, published, Optional.of(HiddenFigures.of(table, published)));
  }

  /**
   * Reads {@code spec.yaml}, {@code published.csv} and {@code audit.csv} of a folder.
   *
   * @throws BadInputException naming the line, cell or code at fault
   */
  public static ReleasedTable read(String name, Population population, Path folder) {
    ProtectionSpec spec = ProtectionSpec.read(folder.resolve("spec.yaml"));
    PublishedTable published = PublishedTable.read(folder.resolve("published.csv"), spec);
    return new ReleasedTable(
        name,
        population,
        published,
        Optional.of(HiddenFigures.read(folder.resolve("audit.csv"), published)));
  }

  /** Whether a reader who has the one has the other. */
  boolean saysTheSameAs(ReleasedTable other) {
    return population.equals(other.population) && published.saysTheSameAs(other.published);
  }
}
