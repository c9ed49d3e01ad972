package fr.gouv.datalab.disclosure;

import java.nio.file.Files;
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
 * @param register what everyone knows of its codes, if there is such a thing
 */
public record ReleasedTable(
    String name,
    Population population,
    PublishedTable published,
    Optional<HiddenFigures> hidden,
    Optional<Register> register) {

  /** A table of which no register is known. */
  public ReleasedTable(
      String name,
      Population population,
      PublishedTable published,
      Optional<HiddenFigures> hidden) {
    this(name, population, published, hidden, Optional.empty());
  }

  /** A table that was just protected. */
  public static ReleasedTable of(String name, Population population, ProtectedTable table) {
    PublishedTable published = PublishedTable.of(table);
    return new ReleasedTable(
        name, population, published, Optional.of(HiddenFigures.of(table, published)));
  }

  /** A table whose figures were just changed. */
  public static ReleasedTable of(String name, Population population, PerturbedTable table) {
    PublishedTable published = PublishedTable.of(table);
    return new ReleasedTable(
        name, population, published, Optional.of(HiddenFigures.of(table, published)));
  }

  /**
   * Reads {@code spec.yaml}, {@code published.csv}, {@code audit.csv} and, where it is, {@code
   * register.csv} of a folder.
   *
   * @throws BadInputException naming the line, cell or code at fault
   */
  public static ReleasedTable read(String name, Population population, Path folder) {
    ProtectionSpec spec = ProtectionSpec.read(folder.resolve("spec.yaml"));
    Optional<Blur> blur =
        spec.isChanged() ? Optional.of(Blur.read(folder, spec)) : Optional.empty();
    PublishedTable published = PublishedTable.read(folder.resolve("published.csv"), spec, blur);
    return new ReleasedTable(
        name,
        population,
        published,
        Optional.of(HiddenFigures.read(folder.resolve("audit.csv"), published)),
        Optional.of(folder.resolve("register.csv")).filter(Files::exists).map(Register::read));
  }

  /** The same, with what everyone knows of its codes. */
  public ReleasedTable with(Optional<Register> known) {
    return new ReleasedTable(name, population, published, hidden, known);
  }

  /** The same, counting units that are told apart otherwise. */
  ReleasedTable on(Population same) {
    return new ReleasedTable(name, same, published, hidden, register);
  }

  /** Whether a reader who has the one has the other. */
  boolean saysTheSameAs(ReleasedTable other) {
    return population.equals(other.population)
        && register.equals(other.register)
        && published.saysTheSameAs(other.published);
  }
}
