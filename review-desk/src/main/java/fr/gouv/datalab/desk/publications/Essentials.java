package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.TableSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reviewer must know first: what would leave, to whom, and why it is safe.
 *
 * @param published cells with their figures, in all tables
 * @param hidden cells without
 * @param leastUnits no published cell has fewer; 0 where no rule says so
 * @param comparedWith the tables of the same source and date that left before, with which the audit
 *     was made
 * @param parties of the convention: who receives it
 * @param withinConvention whether every column that was read is one that the convention grants;
 *     empty when the log has no opening of some dataset
 */
public record Essentials(
    long published,
    long hidden,
    long leastUnits,
    Set<String> comparedWith,
    Set<String> parties,
    Optional<Boolean> withinConvention) {

  /** Copies the sets, in order. */
  public Essentials {
    comparedWith = java.util.Collections.unmodifiableSet(new TreeSet<>(comparedWith));
    parties = java.util.Collections.unmodifiableSet(new TreeSet<>(parties));
  }

  static Essentials of(
      Draft draft,
      List<ReviewedTable> tables,
      List<Lineage> lineage,
      Optional<Convention> convention) {
    Set<String> compared = new TreeSet<>();
    draft.outputs().forEach(output -> compared.addAll(output.comparedWith()));
    return new Essentials(
        tables.stream().mapToLong(table -> table.verdict().published()).sum(),
        tables.stream().mapToLong(table -> table.verdict().suppressed()).sum(),
        tables.stream()
            .map(ReviewedTable::spec)
            .mapToLong(TableSpec::minimumFrequency)
            .min()
            .orElse(0),
        compared,
        convention.map(Convention::parties).orElse(Set.of()),
        within(lineage, convention));
  }

  private static Optional<Boolean> within(List<Lineage> lineage, Optional<Convention> convention) {
    if (convention.isEmpty()
        || lineage.isEmpty()
        || lineage.stream().anyMatch(each -> each.opening().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        lineage.stream()
            .allMatch(
                each ->
                    convention
                        .get()
                        .datasets()
                        .getOrDefault(each.source().dataset(), List.of())
                        .containsAll(each.opening().get().columns())));
  }
}
