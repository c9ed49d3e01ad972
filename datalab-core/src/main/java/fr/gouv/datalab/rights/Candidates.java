package fr.gouv.datalab.rights;

import java.util.Locale;

/**
 * Rows of a dataset that name a person, as they were counted when an erasure was asked for: what
 * its approver decides on.
 *
 * @param dataset the dataset
 * @param numbered rows that name the person by a number, or by the plate of a vehicle of theirs
 * @param exact further rows that name them by their civil status, exactly
 * @param probable further rows that name them by a civil status that is spelled in another way
 * @param shared of all these, rows that name somebody else as well
 * @param quarantined rows in quarantine, by number or by a civil status, exact or probable
 */
public record Candidates(
    String dataset, long numbered, long exact, long probable, long shared, long quarantined) {
  /** One line for a person. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "  %-28s %,d by number, %,d by exact civil status, %,d by probable; %,d shared; %,d in"
            + " quarantine",
        dataset,
        numbered,
        exact,
        probable,
        shared,
        quarantined);
  }
}
