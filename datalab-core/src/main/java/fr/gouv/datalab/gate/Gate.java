package fr.gouv.datalab.gate;

import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Opens data to a use case, under a convention, for a person. Each opening asked for, granted or
 * refused, is a record of the journal and a line of the access log for each dataset, in one
 * transaction. Safe for use by many threads.
 */
public final class Gate {
  private final Registry registry;

  /** The gate of the registry's home; the registry's clock says which day it is. */
  public Gate(Registry registry) {
    this.registry = registry;
  }

  private record Answer(Optional<Grant> grant, Optional<RefusedException> refusal) {}

  /**
   * Asks to read.
   *
   * @param convention under which convention
   * @param request which columns of which datasets, for which use case
   * @param user the person who reads
   * @throws RefusedException under {@code convention ID, article N}: another purpose (1), a dataset
   *     or column that is not granted or whose flow is stopped (2), a person who is not in it (3),
   *     a date outside it, a suspension or an end (4), a missing or wrong signature, an altered
   *     text (5); its sentence says what would make it allowed
   */
  public Grant open(String convention, UseCaseRequest request, String user) {
    return open(convention, request, user, Map.of(), (tx, grant) -> {});
  }

  /**
   * The same, doing more in the same transaction once it is granted.
   *
   * @param details further ones of the journal's record
   */
  Grant open(
      String convention,
      UseCaseRequest request,
      String user,
      Map<String, Object> details,
      BiConsumer<Transaction, Grant> also) {
    Answer answer =
        registry.inTransaction(
            tx -> {
              try {
                Convention allowing = new Ruling(tx, convention, request, user).decide();
                long access =
                    AccessLog.write(
                        tx, "gate.open", convention, request, user, AccessLog.GRANTED, details);
                Grant grant =
                    new Grant(
                        access,
                        convention,
                        allowing.version(),
                        request,
                        user,
                        tx.now(),
                        allowing.until());
                also.accept(tx, grant);
                return new Answer(Optional.of(grant), Optional.empty());
              } catch (RefusedException refusal) {
                AccessLog.write(
                    tx,
                    "gate.open",
                    convention,
                    request,
                    user,
                    AccessLog.verdict(refusal),
                    details);
                return new Answer(Optional.empty(), Optional.of(refusal));
              }
            });
    return answer.grant.orElseThrow(answer.refusal::orElseThrow);
  }
}
