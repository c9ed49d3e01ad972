package fr.gouv.datalab.rights;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.conventions.Filings;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Transaction;
import java.util.Optional;

/**
 * Who may act on the rights of persons: those whom conventions name that every party signed and
 * nobody ended. A suspension or a date takes no right away from the persons the data is about.
 */
final class Mandates {
  private final Transaction tx;

  Mandates(Transaction tx) {
    this.tx = tx;
  }

  /** Whether a signed convention names the person {@code juriste}. */
  boolean isLegal(String person) {
    Filings filings = new Filings(tx);
    return filings.ids().stream()
        .flatMap(id -> intact(filings, id).stream())
        .filter(Mandates::counts)
        .anyMatch(filing -> filing.convention().holds(person, Convention.LEGAL));
  }

  /** Whether a signed convention on the dataset names the person its producer's administrator. */
  boolean administers(String person, Contract contract) {
    Filings filings = new Filings(tx);
    return filings.ids().stream()
        .flatMap(id -> intact(filings, id).stream())
        .filter(Mandates::counts)
        .map(Filing::convention)
        .filter(c -> contract.producer().equals(c.producers().get(contract.dataset())))
        .anyMatch(c -> c.holds(person, Convention.administrator(contract.producer())));
  }

  /** Refuses who is not a legal reviewer. */
  void requireLegal(String person, String act) {
    if (!isLegal(person)) {
      throw new RefusedException(
          "who answers for the rights of persons",
          person
              + " may not "
              + act
              + ": only a person whom a convention signed by all its parties names juriste may.");
    }
  }

  /** An altered convention names nobody. */
  private static Optional<Filing> intact(Filings filings, String id) {
    try {
      return filings.current(id);
    } catch (RefusedException altered) {
      return Optional.empty();
    }
  }

  private static boolean counts(Filing filing) {
    return filing.unsigned().isEmpty() && filing.ended().isEmpty();
  }
}
