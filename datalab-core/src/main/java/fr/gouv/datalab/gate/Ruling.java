package fr.gouv.datalab.gate;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.conventions.Filings;
import fr.gouv.datalab.conventions.WarrantTerms;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.flows.StoppedFlow;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Transaction;
import fr.gouv.datalab.warrants.Warrant;
import fr.gouv.datalab.warrants.WarrantRules;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The decision itself: one request held against every article of one convention, as a transaction
 * sees them. Article 5 first, since nothing an altered text says counts.
 */
final class Ruling {
  private final Transaction tx;
  private final String id;
  private final UseCaseRequest request;
  private final String user;

  Ruling(Transaction tx, String id, UseCaseRequest request, String user) {
    this.tx = tx;
    this.id = id;
    this.request = request;
    this.user = user;
  }

  /**
   * The convention that allows the request.
   *
   * @throws RefusedException citing the first article that does not
   */
  Convention decide() {
    Filing filing = new Filings(tx).current(id).orElseThrow(this::unknown);
    signed(filing);
    dates(filing);
    Convention convention = filing.convention();
    people(convention);
    purpose(convention);
    warrant(convention);
    request.datasets().forEach((dataset, columns) -> data(convention, dataset, columns));
    return convention;
  }

  /** Who steps back to persons does so under a warrant of this convention and purpose. */
  private void warrant(Convention convention) {
    if (request.warrant().isPresent()) {
      Warrant warrant = new WarrantRules(tx).inForce(request.warrant().get());
      if (!warrant.convention().equals(id) || !warrant.useCase().equals(request.useCase())) {
        throw Article.WARRANTS.refuses(
            id, "The warrant " + warrant.id() + " is for " + warrant.useCase() + ", not for this.");
      }
    }
    request
        .datasets()
        .forEach(
            (dataset, columns) ->
                columns.stream()
                    .filter(column -> column.startsWith(Contract.VAULT_PREFIX))
                    .filter(
                        column ->
                            request.warrant().isEmpty()
                                || !opens(
                                    convention,
                                    dataset,
                                    column.substring(Contract.VAULT_PREFIX.length())))
                    .findFirst()
                    .ifPresent(
                        column -> {
                          throw Article.WARRANTS.refuses(
                              id,
                              "The vault of "
                                  + dataset
                                  + " opens for no one but under an approved warrant, and for what"
                                  + " the convention names: `datalab warrant request` asks for one.");
                        }));
  }

  private boolean opens(Convention convention, String dataset, String identity) {
    WarrantTerms terms = convention.warrants().get(request.useCase());
    return terms != null && terms.opens(dataset, identity);
  }

  private RefusedException unknown() {
    return new RefusedException(
        "convention " + id,
        "There is no convention "
            + id
            + ", and nothing is read without one: add it and have it"
            + " signed by `datalab convention add` and `sign`.");
  }

  private void signed(Filing filing) {
    if (!filing.unsigned().isEmpty()) {
      throw Article.SIGNATURES.refuses(
          id,
          "The convention "
              + id
              + " is not signed by "
              + String.join(", ", filing.unsigned())
              + ": data is read once every party signed it (`datalab convention sign`).");
    }
  }

  private void dates(Filing filing) {
    filing
        .ended()
        .ifPresent(
            since -> {
              throw Article.DATES.refuses(
                  id, "The convention " + id + " was ended on " + day(since) + ": make a new one.");
            });
    filing
        .suspended()
        .ifPresent(
            since -> {
              throw Article.DATES.refuses(
                  id,
                  "The convention "
                      + id
                      + " is suspended since "
                      + day(since)
                      + ": all parties must sign a later version.");
            });
    Convention convention = filing.convention();
    LocalDate today = day(tx.now());
    if (today.isBefore(convention.from())) {
      throw Article.DATES.refuses(
          id,
          "The convention " + id + " begins on " + convention.from() + ": read from that day on.");
    }
    if (today.isAfter(convention.until())) {
      throw Article.DATES.refuses(
          id,
          "The convention "
              + id
              + " ran until "
              + convention.until()
              + ": all parties must sign a later version that lasts longer.");
    }
  }

  private static LocalDate day(java.time.Instant time) {
    return time.atZone(Convention.ZONE).toLocalDate();
  }

  private void people(Convention convention) {
    if (!convention.holds(user, Convention.ANALYST)) {
      throw Article.PEOPLE.refuses(
          id,
          user
              + " is not one of the persons who may read data under "
              + id
              + ": its parties must name them analyste in a later version.");
    }
  }

  private void purpose(Convention convention) {
    if (!convention.useCases().contains(request.useCase())) {
      throw Article.PURPOSE.refuses(
          id,
          "The use case "
              + request.useCase()
              + " is another purpose than that of "
              + id
              + ", which allows "
              + String.join(", ", convention.useCases())
              + ": run one of these, or have a convention signed for that purpose.");
    }
  }

  private void data(Convention convention, String dataset, List<String> columns) {
    List<String> granted = convention.datasets().get(dataset);
    if (granted == null) {
      throw Article.DATA.refuses(
          id,
          "The dataset "
              + dataset
              + " is not in "
              + id
              + ", which grants "
              + String.join(", ", convention.datasets().keySet())
              + ": its producer must sign a later version with it.");
    }
    List<String> missing =
        columns.stream()
            .filter(column -> !column.startsWith(Contract.VAULT_PREFIX))
            .filter(column -> !granted.contains(column))
            .toList();
    if (!missing.isEmpty()) {
      throw Article.DATA.refuses(
          id,
          id
              + " does not grant "
              + named(missing)
              + " of "
              + dataset
              + ": do without, or have a later version signed with "
              + (missing.size() == 1 ? "it." : "them."));
    }
    Optional<StoppedFlow> stop = Flows.stopped(tx, dataset);
    if (stop.isPresent()) {
      throw Article.DATA.refuses(
          id,
          "The flow of "
              + dataset
              + " was stopped by its producer ("
              + stop.get().person()
              + ": "
              + stop.get().reason()
              + "): it can be read again once "
              + convention.producers().get(dataset)
              + " resumes it (`datalab flow resume`).");
    }
  }

  private static String named(List<String> columns) {
    boolean linkage = columns.stream().anyMatch(c -> c.startsWith(Contract.IDENTITY_PREFIX));
    String names = String.join(", ", columns);
    return (columns.size() == 1 && !linkage
            ? "the column "
            : columns.size() == 1 ? "" : "the columns ")
        + names;
  }
}
