package fr.gouv.datalab.sample.training;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A person's passage through a training.
 *
 * @param rank 0 for the person's first, and so on
 * @param entryLevel level of qualification at entry, 0 to 8
 * @param exit empty while in training
 * @param certified empty while in training
 */
public record Enrolment(
    Formation formation,
    int rank,
    int entryLevel,
    LocalDate entry,
    LocalDate plannedEnd,
    Optional<LocalDate> exit,
    Optional<Boolean> certified) {

  /** Number of the row, unique among all enrolments: a person has at most four. */
  public long number(long person) {
    return person * 4 + rank;
  }
}
