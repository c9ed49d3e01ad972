package fr.gouv.datalab.gate;

import fr.gouv.datalab.refusals.UsageException;
import java.time.Instant;
import java.util.Optional;

/**
 * Which lines of the access log are asked for.
 *
 * @param dataset of this dataset
 * @param convention under this convention; one of the two at least
 * @param since not before; empty: from the beginning
 * @param until before; empty: to the end
 * @param person asked by this person
 * @param granted those granted, or those refused
 * @param last the last ones alone, so many
 */
public record AccessQuestion(
    Optional<String> dataset,
    Optional<String> convention,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<String> person,
    Optional<Boolean> granted,
    Optional<Long> last) {

  /**
   * Checks it.
   *
   * @throws UsageException when it names neither a dataset nor a convention, ends before it begins,
   *     or asks for no line
   */
  public AccessQuestion {
    if (dataset.isEmpty() && convention.isEmpty()) {
      throw new UsageException("The access log is asked for a dataset, a convention, or both.");
    }
    if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
      throw new UsageException("--since is before --until.");
    }
    if (last.filter(number -> number < 1).isPresent()) {
      throw new UsageException("--last is at least 1.");
    }
  }

  /** All lines of a dataset. */
  public static AccessQuestion ofDataset(String dataset) {
    return new AccessQuestion(
        Optional.of(dataset),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** All lines of a convention. */
  public static AccessQuestion ofConvention(String convention) {
    return new AccessQuestion(
        Optional.empty(),
        Optional.of(convention),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
